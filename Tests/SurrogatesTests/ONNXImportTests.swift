import Foundation
import ONNXProto
import Raster
import Surrogates
import Testing

/// ONNX files made here, as exporters write them: shape arithmetic, half floats, old operator sets, external tensors.
@Suite(.needsRuntime)
struct ONNXImportTests {
  typealias Attribute = (name: String, value: Any)

  static func node(
    _ operation: String, _ inputs: [String], _ outputs: [String], _ attributes: [Attribute] = [], name: String = ""
  ) -> Onnx_NodeProto {
    var node = Onnx_NodeProto()
    node.opType = operation
    node.name = name
    node.input = inputs
    node.output = outputs
    node.attribute = attributes.map { attribute in
      var proto = Onnx_AttributeProto()
      proto.name = attribute.name
      switch attribute.value {
      case let value as Int: (proto.type, proto.i) = (.int, Int64(value))
      case let value as [Int]: (proto.type, proto.ints) = (.ints, value.map(Int64.init))
      case let value as Float: (proto.type, proto.f) = (.float, value)
      case let value as String: (proto.type, proto.s) = (.string, Data(value.utf8))
      case let value as Onnx_TensorProto: (proto.type, proto.t) = (.tensor, value)
      default: break
      }
      return proto
    }
    return node
  }

  static func floats(_ name: String, _ shape: [Int], seed: UInt64 = 1, scale: Float = 0.2) -> Onnx_TensorProto {
    var numbers = SplitMix64(state: seed)
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = shape.map(Int64.init)
    tensor.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    tensor.floatData = Array(numbers.tensor(shape, scale: scale).elements)
    return tensor
  }

  static func integers(_ name: String, _ values: [Int]) -> Onnx_TensorProto {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = [Int64(values.count)]
    tensor.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
    tensor.int64Data = values.map(Int64.init)
    return tensor
  }

  /// - Parameter axes: of the input `image`; 0 leaves a length open.
  static func model(
    version: Int = 17, axes: [Int] = [1, 3, 0, 0], nodes: [Onnx_NodeProto], weights: [Onnx_TensorProto] = [],
    outputs: [String] = ["y"], type: Onnx_TensorProto.DataType = .float
  ) -> Onnx_ModelProto {
    var model = Onnx_ModelProto()
    model.irVersion = 8
    var set = Onnx_OperatorSetIdProto()
    set.version = Int64(version)
    model.opsetImport = [set]
    model.graph.name = "test"
    model.graph.node = nodes
    model.graph.initializer = weights
    var input = Onnx_ValueInfoProto()
    input.name = "image"
    input.type.tensorType.elemType = Int32(type.rawValue)
    input.type.tensorType.shape.dim = axes.map { length in
      var dimension = Onnx_TensorShapeProto.Dimension()
      if length > 0 { dimension.dimValue = Int64(length) } else { dimension.dimParam = "side" }
      return dimension
    }
    model.graph.input = [input]
    model.graph.output = outputs.map { name in
      var output = Onnx_ValueInfoProto()
      output.name = name
      return output
    }
    return model
  }

  static func load(
    _ model: Onnx_ModelProto, options: Encoder.Options = .init(), files: [String: Data] = [:]
  ) throws -> Encoder {
    try SafeTensorsWriter.withFile(try model.serializedBytes(), named: "test.onnx") { path in
      for (name, data) in files {
        try data.write(to: URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: name))
      }
      return try Encoder.load(path: path, options: options)
    }
  }

  /// Checks dL/dx of a session along random directions, and that the loss is that of the features.
  static func checkStep(
    _ encoder: Encoder, width: Int = 64, height: Int = 32, step: Float = 2e-5, tolerance: Double = 1e-2
  ) throws {
    let session = Session(encoder: encoder, runtime: try Runtime.shared())
    var numbers = SplitMix64(state: 11)
    let picture = numbers.picture(width: width, height: height)
    // Not zero, from which features of unit length are always equally far.
    let references = try session.features(of: picture).map { numbers.tensor($0.shape) }
    let weights = references.map { 1 / Float($0.count) }
    func loss(_ picture: RasterImage) throws -> Double {
      var sum = 0.0
      for (index, features) in try session.features(of: picture).enumerated() {
        let differences = zip(features.elements, references[index].elements).map { Double($0 - $1) }
        sum += Double(weights[index]) / 2 * differences.reduce(0) { $0 + $1 * $1 }
      }
      return sum
    }
    let result = try session.step(at: picture, references: references, weights: weights)
    let gradient = result.gradient.tensor
    let norm = gradient.elements.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(norm > 0)
    for seed in 1...3 {
      var direction = SplitMix64(state: UInt64(seed))
      // The gradient's own direction and noise in equal parts, so that the slope is far from zero.
      var move = direction.tensor(gradient.shape)
      let scale = Float(Double(move.count).squareRoot() / norm)
      for index in move.elements.indices { move.elements[index] += scale * gradient.elements[index] }
      func moved(by length: Float) -> RasterImage {
        var tensor = picture.tensor
        for index in tensor.elements.indices { tensor.elements[index] += length * move.elements[index] }
        return RasterImage(tensor)
      }
      let numeric = try (loss(moved(by: step)) - loss(moved(by: -step))) / Double(2 * step)
      let analytic = zip(gradient.elements, move.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      #expect(abs(analytic / numeric - 1) < tolerance, "along direction \(seed): \(analytic) and \(numeric)")
    }
  }

  @Test func convolutionWithStatisticsAndShapeArithmetic() throws {
    let nodes = [
      Self.node("Conv", ["image", "w"], ["c"], [("strides", [2, 2]), ("auto_pad", "SAME_UPPER")]),
      Self.node("BatchNormalization", ["c", "s", "b", "m", "v"], ["n"], [("epsilon", Float(0.01))]),
      Self.node("Relu", ["n"], ["r"]),
      Self.node("Shape", ["r"], ["shape"]),
      Self.node("Gather", ["shape", "zero"], ["batch"]),
      Self.node("Unsqueeze", ["batch", "zeroAxis"], ["batch1"]),
      Self.node("Concat", ["batch1", "minusOne"], ["target"], [("axis", 0)]),
      Self.node("Reshape", ["r", "target"], ["flat"]),
      Self.node("ReduceL2", ["flat"], ["length"], [("axes", [1]), ("keepdims", 1)]),
      Self.node("Div", ["flat", "length"], ["y"]),
    ]
    var variance = Self.floats("v", [4], seed: 5)
    variance.floatData = variance.floatData.map { abs($0) + 0.5 }
    // Positive, so that some channel lives and the length is not zero.
    var bias = Self.floats("b", [4], seed: 3, scale: 1)
    bias.floatData = bias.floatData.map { abs($0) + 1 }
    var zero = Self.integers("zero", [0])
    zero.dims = []
    let weights = [
      Self.floats("w", [4, 3, 3, 3]), Self.floats("s", [4], seed: 2, scale: 1), bias,
      Self.floats("m", [4], seed: 4), variance, zero, Self.integers("zeroAxis", [0]), Self.integers("minusOne", [-1]),
    ]
    var options = Encoder.Options()
    options.taps = ["r", "y"]
    let encoder = try Self.load(Self.model(nodes: nodes, weights: weights), options: options)
    #expect(encoder.taps.map(\.name) == ["r", "y"])
    #expect(encoder.taps[0] == .init(name: "r", channels: 4, reduction: 2))
    #expect(encoder.granularity == 32)
    try Self.checkStep(encoder)
  }

  /// Before set 13: axes as attributes, softmax over everything behind its axis, clipping by attributes.
  @Test func oldOperatorSets() throws {
    let nodes = [
      Self.node("Conv", ["image", "w"], ["c"], [("strides", [4, 4])]),
      Self.node("Clip", ["c", "low", "high"], ["d"]),
      Self.node("ReduceMean", ["d"], ["m"], [("axes", [1]), ("keepdims", 0)]),
      Self.node("Unsqueeze", ["m"], ["u"], [("axes", [1])]),
      Self.node("Softmax", ["u"], ["s"]),
      Self.node("Split", ["s"], ["a", "b"], [("axis", 3), ("split", [8, 8])]),
      Self.node("Squeeze", ["a"], ["q"], [("axes", [1])]),
      Self.node("Dropout", ["q"], ["y"]),
    ]
    var bounds = [Self.floats("low", []), Self.floats("high", [])]
    bounds[0].floatData = [-0.5]
    bounds[1].floatData = [0.5]
    let model = Self.model(version: 11, nodes: nodes, weights: [Self.floats("w", [4, 3, 4, 4], scale: 2)] + bounds)
    var options = Encoder.Options()
    options.size = .init(width: 64, height: 32)
    let encoder = try Self.load(model, options: options)
    let session = Session(encoder: encoder, runtime: try Runtime.shared())
    var numbers = SplitMix64(state: 1)
    let features = try session.features(of: numbers.picture(width: 64, height: 32))
    // Half of a softmax over all 8 × 16 places.
    #expect(features[0].shape == [1, 8, 8])
    #expect(features[0].elements.allSatisfy { $0 > 0 } && features[0].elements.reduce(0, +) < 1)
    try Self.checkStep(encoder)
  }

  @Test func normalisationsAndAttention() throws {
    let nodes = [
      Self.node("Conv", ["image", "w"], ["c"], [("strides", [8, 8])]),
      Self.node("InstanceNormalization", ["c", "s", "b"], ["i"], [("epsilon", Float(0.01))]),
      Self.node("GroupNormalization", ["i", "gs", "gb"], ["g"], [("num_groups", 2), ("epsilon", Float(0.01))]),
      Self.node("Flatten", ["g"], ["f0"], [("axis", 2)]),
      Self.node("Reshape", ["f0", "tokens"], ["f"]),
      Self.node("Transpose", ["f"], ["t"], [("perm", [0, 2, 1])]),
      Self.node("LayerNormalization", ["t", "s", "b"], ["l"]),
      Self.node("MatMul", ["l", "q"], ["query"]),
      Self.node("Transpose", ["l"], ["lt"], [("perm", [0, 2, 1])]),
      Self.node("MatMul", ["query", "lt"], ["scores"]),
      Self.node("Softmax", ["scores"], ["p"], [("axis", -1)]),
      Self.node("MatMul", ["p", "l"], ["o"]),
      Self.node("LpNormalization", ["o"], ["y"], [("axis", -1), ("p", 2)]),
    ]
    let weights = [
      Self.floats("w", [4, 3, 8, 8]), Self.floats("s", [4], seed: 2, scale: 1), Self.floats("b", [4], seed: 3),
      Self.floats("gs", [2], seed: 6, scale: 1), Self.floats("gb", [2], seed: 7), Self.floats("q", [4, 4], seed: 8),
      Self.integers("tokens", [1, 4, -1]),
    ]
    let encoder = try Self.load(Self.model(version: 18, nodes: nodes, weights: weights))
    try Self.checkStep(encoder)
  }

  /// A picture is resized inside of the graph for a network that takes one size, and its derivative comes back through.
  @Test(arguments: [[1, 3, 16, 24], [1, 16, 24, 3]])
  func fixedSizeAndChannelsLast(axes: [Int]) throws {
    let last = axes[3] == 3
    let nodes =
      (last
        ? [Self.node("Transpose", ["image"], ["x"], [("perm", [0, 3, 1, 2])])]
        : [Self.node("Identity", ["image"], ["x"])])
      + [Self.node("Conv", ["x", "w"], ["c"]), Self.node("Tanh", ["c"], ["y"])]
    var options = Encoder.Options()
    options.inputRange = .imagenet
    let encoder = try Self.load(
      Self.model(axes: axes, nodes: nodes, weights: [Self.floats("w", [2, 3, 3, 3])]), options: options)
    #expect(encoder.fixedSize == .init(width: 24, height: 16))
    #expect(encoder.granularity == 1)
    try Self.checkStep(encoder, width: 50, height: 37)
    try Self.checkStep(encoder, width: 24, height: 16)
  }

  @Test func halfFloatsAndExternalTensors() throws {
    // The same weights as halves in a file of their own, at an offset.
    let values: [Float] = (0..<54).map { Float($0 % 7 - 3) / 4 }
    var bytes = Data([1, 2, 3, 4])
    for value in values {
      // Quarters up to 3/4 are exact: sign, exponent and a fraction of at most one bit.
      let magnitude: UInt16 = [0: 0, 1: 0x3400, 2: 0x3800, 3: 0x3A00][Int(abs(value) * 4)] ?? 0
      let bits = magnitude | (value < 0 ? 0x8000 : 0)
      bytes.append(contentsOf: [UInt8(bits & 0xFF), UInt8(bits >> 8)])
    }
    var external = Onnx_TensorProto()
    external.name = "w"
    external.dims = [2, 3, 3, 3]
    external.dataType = Int32(Onnx_TensorProto.DataType.float16.rawValue)
    external.dataLocation = .external
    external.externalData = [("location", "weights.bin"), ("offset", "4"), ("length", "108")].map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    var plain = Self.floats("w", [2, 3, 3, 3])
    plain.floatData = values
    let half = Self.model(
      nodes: [
        Self.node("Cast", ["image"], ["h"], [("to", 10)]), Self.node("Conv", ["h", "w"], ["c"]),
        Self.node("Cast", ["c"], ["y"], [("to", 1)]),
      ], weights: [external], type: .float16)
    let single = Self.model(nodes: [Self.node("Conv", ["image", "w"], ["y"])], weights: [plain])
    var numbers = SplitMix64(state: 2)
    let picture = numbers.picture(width: 32, height: 32)
    let runtime = try Runtime.shared()
    let features = try [Self.load(half, files: ["weights.bin": bytes]), Self.load(single)].map {
      try Session(encoder: $0, runtime: runtime).features(of: picture)
    }
    #expect(features[0] == features[1])
  }

  @Test(arguments: ["/etc/passwd", "../weights.bin", "a/../../b", ""])
  func tensorsOutsideOfTheFolderAreRefused(location: String) {
    var external = Self.floats("w", [2, 3, 3, 3])
    external.floatData = []
    external.dataLocation = .external
    var entry = Onnx_StringStringEntryProto()
    (entry.key, entry.value) = ("location", location)
    external.externalData = [entry]
    #expect {
      try Self.load(Self.model(nodes: [Self.node("Conv", ["image", "w"], ["y"])], weights: [external]))
    } throws: { "\($0)".contains("outside of its folder") }
  }

  static let broken: [(String, Onnx_ModelProto)] = [
    ("operator set 5", model(version: 5, nodes: [node("Relu", ["image"], ["y"])])),
    ("four axes", model(axes: [1, 3], nodes: [node("Relu", ["image"], ["y"])])),
    ("4 pictures at a time", model(axes: [4, 3, 0, 0], nodes: [node("Relu", ["image"], ["y"])])),
    ("1 channels", model(axes: [1, 1, 0, 0], nodes: [node("Relu", ["image"], ["y"])])),
    ("an empty one", model(nodes: [])),
    ("does not depend", model(nodes: [node("Neg", ["w"], ["y"])], weights: [floats("w", [1])])),
    ("has no value z", model(nodes: [node("Relu", ["image"], ["y"])], outputs: ["z"])),
    (
      "tensor w of shape [5]",
      model(
        nodes: [node("Add", ["image", "w"], ["y"])],
        weights: [
          {
            var tensor = floats("w", [4])
            tensor.dims = [5]
            return tensor
          }()
        ])
    ),
    (
      "floats, 32- and 64-bit integers",
      model(
        nodes: [node("Add", ["image", "w"], ["y"])],
        weights: [
          {
            var tensor = floats("w", [4])
            tensor.dataType = Int32(Onnx_TensorProto.DataType.uint8.rawValue)
            return tensor
          }()
        ])
    ),
    ("NoSuchThing", model(nodes: [node("NoSuchThing", ["image"], ["y"])])),
  ]

  @Test(arguments: broken.indices)
  func brokenModelsAreRefusedByName(index: Int) {
    let (mentions, model) = Self.broken[index]
    #expect {
      try Self.load(model)
    } throws: { error in
      (error is SurrogateError) && "\(error)".contains(mentions) && !"\(error)".contains("\n")
    }
  }

  @Test func operatorWithoutDerivativeIsNamedWithItsNode() throws {
    let nodes = [
      Self.node("Conv", ["image", "w"], ["c"], name: "stem"),
      Self.node("CumSum", ["c", "axis"], ["y"], name: "running_sum"),
    ]
    var axis = Self.integers("axis", [1])
    axis.dims = []
    let encoder = try Self.load(Self.model(nodes: nodes, weights: [Self.floats("w", [2, 3, 3, 3]), axis]))
    let session = Session(encoder: encoder, runtime: try Runtime.shared())
    let picture = RasterImage(width: 32, height: 32, channels: 3)
    let features = try session.features(of: picture)
    #expect {
      try session.step(at: picture, references: features, weights: [1])
    } throws: { error in
      "\(error)".contains("CumSum") && "\(error)".contains("running_sum")
    }
  }

  @Test func whatIsNotONNXIsRefused() throws {
    try SafeTensorsWriter.withFile(Data("not a model".utf8), named: "x.onnx") { path in
      _ = #expect(throws: SurrogateError.self) { try Encoder.load(path: path) }
    }
  }
}
