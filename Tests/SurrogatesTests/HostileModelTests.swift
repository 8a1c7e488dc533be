import Foundation
import ONNXProto
import Raster
import Surrogates
import Testing

/// Model files that were made to do harm, or were damaged: each is refused in one sentence.
@Suite(.needsRuntime)
struct HostileModelTests {
  private static func expectRefusal(_ what: String, _ body: () throws -> Void) {
    #expect {
      try body()
    } throws: { error in
      error is SurrogateError && !"\(error)".contains("\n")
    }
    _ = what
  }

  // MARK: - Networks of our own format

  /// Layers whose sizes do not fit an integer, or no memory.
  @Test(arguments: [
    #"[{"op":"upsample","factor":65536},{"op":"upsample","factor":65536},{"op":"upsample","factor":65536}]"#,
    #"[{"op":"maxpool","kernel":1,"stride":65536},{"op":"maxpool","kernel":1,"stride":65536},{"op":"maxpool","kernel":1,"stride":65536},{"op":"maxpool","kernel":1,"stride":65536}]"#,
    #"[{"op":"conv","name":"a","stride":65536,"padding":65536},{"op":"conv","name":"b","stride":65536,"padding":65536}]"#,
    #"[{"op":"sequence","layers":[{"op":"upsample","factor":60000},{"op":"upsample","factor":60000}]}]"#,
    #"[{"op":"interleave","factor":65536}]"#, #"[{"op":"groupnorm","name":"n","groups":65536}]"#,
    #"[{"op":"conv","name":"a","groups":65536}]"#, #"[{"op":"conv","name":"a","dilation":65536}]"#,
  ]) func layersOfImpossibleSizesAreRefused(_ layers: String) throws {
    let last = try #require(JSONSerialization.jsonObject(with: Data(layers.utf8)) as? [Any]).count - 1
    let tensors = [
      "a.weight": Tensor(shape: [3, 3, 3, 3], repeating: 0.1), "b.weight": Tensor(shape: [3, 3, 1, 1], repeating: 0.1),
      "n.weight": Tensor(shape: [3], repeating: 1), "n.bias": Tensor(shape: [3]),
    ]
    Self.expectRefusal(layers) {
      _ = try SequentialNetworkTests.encoder(layers: layers, taps: "[\(last)]", tensors: tensors)
    }
  }

  @Test(arguments: [[0, 1 << 62, 4], [1 << 31, 1 << 31, 0], [1 << 40, 0, 1], [-1, -1]])
  func tensorsOfImpossibleShapesAreRefused(_ shape: [Int]) throws {
    let header = try JSONSerialization.data(
      withJSONObject: ["a": ["dtype": "F32", "shape": shape, "data_offsets": [0, 0]] as [String: Any]])
    Self.expectRefusal("\(shape)") {
      _ = try SafeTensors(data: SafeTensorsWriter.data(header: header, payload: Data()), path: "a.safetensors")
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func weightsThatAreNotFiniteAreRefused(_ value: Float) throws {
    var tensors = SequentialNetworkTests.tensors()
    tensors["c.weight"]?.elements[7] = value
    #expect {
      _ = try SequentialNetworkTests.encoder(tensors: tensors)
    } throws: { "\($0)".contains("c.weight") && "\($0)".contains("not finite") }
  }

  /// Weights that are finite, but answers that are not.
  @Test func anEncoderThatOverflowsIsRefusedWhenItLooks() throws {
    let tensors = ["a.weight": Tensor(shape: [3, 3, 1, 1], repeating: 3e38)]
    let layers = #"[{"op":"conv","name":"a"},{"op":"conv","name":"a"}]"#
    let session = Session(
      encoder: try SequentialNetworkTests.encoder(layers: layers, taps: "[1]", tensors: tensors),
      runtime: try Runtime.shared())
    let grey = RasterImage(planes: [1, 2, 3].map { _ in Plane(width: 64, height: 64, repeating: 0.5) })
    #expect(throws: SurrogateError.notFinite(model: "random")) { try session.features(of: grey) }
    let reference = [Tensor(shape: [1, 3, 64, 64])]
    #expect(throws: SurrogateError.notFinite(model: "random")) {
      try session.step(at: grey, references: reference, weights: [1])
    }
  }

  /// A flipped bit leaves most weights finite, so only a hash finds it.
  @Test func aBuiltinModelWithAFlippedBitIsRefused() throws {
    let path = try #require(try Catalogue.builtinEncoders().first?.path)
    try BuiltinModels.check(path)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 7] ^= 1
    try SafeTensorsWriter.withFile(bytes, named: URL(fileURLWithPath: path).lastPathComponent) { copy in
      #expect { try BuiltinModels.check(copy) } throws: { "\($0)".contains(copy) && "\($0)".contains("is damaged") }
      try BuiltinModels.check(copy, environment: ["LACQUER_MODELS": "/some/folder"])
    }
  }

  // MARK: - ONNX files

  /// Nodes that lack what they need.
  @Test(
    arguments: [
      ("Constant", [], []), ("Dropout", [], ["y"]), ("Dropout", ["image"], []), ("Dropout", [""], ["y"]),
      ("BatchNormalization", ["image"], []), ("BatchNormalization", ["image"], ["y"]), ("Upsample", [], ["y"]),
      ("Resize", [], ["y"]), ("GroupNormalization", ["image"], ["y"]), ("Softmax", [], ["y"]),
      ("LogSoftmax", ["image"], [""]), ("Conv", [], ["y"]), ("Conv", ["image"], ["y"]),
      ("InstanceNormalization", [], ["y"]),
      ("LayerNormalization", ["image"], ["y"]), ("LpNormalization", [], ["y"]), ("MaxPool", [], ["y"]),
      ("Add", [], ["y"]),
      ("Slice", [], ["y"]), ("Pad", [], ["y"]), ("Clip", [], ["y"]), ("ReduceMean", [], ["y"]),
      ("Split", ["image"], []),
    ] as [(String, [String], [String])], [9, 17])
  func nodesWithoutTheirInputsAreRefused(_ node: (String, [String], [String]), _ version: Int) throws {
    let model = ONNXImportTests.model(
      version: version, axes: [1, 3, 64, 64], nodes: [ONNXImportTests.node(node.0, node.1, node.2)])
    try Self.expectRefusal(of: model)
  }

  @Test(arguments: [[1, 3, 1 << 31, 1 << 31], [1, 3, 1 << 62, 1 << 62], [1, 3, 1 << 20, 64]])
  func picturesOfImpossibleSizesAreRefused(_ axes: [Int]) throws {
    try Self.expectRefusal(
      of: ONNXImportTests.model(axes: axes, nodes: [ONNXImportTests.node("Relu", ["image"], ["y"])]))
  }

  @Test(arguments: [[1 << 40, 1 << 40], [1 << 39, 1 << 39, 0], [-1]])
  func weightsOfImpossibleShapesAreRefused(_ dims: [Int]) throws {
    var weights = ONNXImportTests.floats("w", [1])
    weights.dims = dims.map(Int64.init)
    try Self.expectRefusal(
      of: ONNXImportTests.model(nodes: [ONNXImportTests.node("Add", ["image", "w"], ["y"])], weights: [weights]))
  }

  @Test(arguments: [
    ("GroupNormalization", ["num_groups"], 0), ("GroupNormalization", ["num_groups"], -1),
    ("GroupNormalization", ["num_groups"], 1 << 62), ("LayerNormalization", ["axis"], 99),
    ("LpNormalization", ["axis"], -99),
  ]) func attributesOutsideTheirRangeAreRefused(_ operation: String, _ names: [String], _ value: Int) throws {
    let node = ONNXImportTests.node(
      operation, ["image", "s", "b"].prefix(operation == "LpNormalization" ? 1 : 3).map { $0 }, ["y"],
      names.map { ($0, value) })
    for version in [17, 21] {
      try Self.expectRefusal(
        of: ONNXImportTests.model(
          version: version, axes: [1, 3, 64, 64], nodes: [node],
          weights: [ONNXImportTests.floats("s", [3]), ONNXImportTests.floats("b", [3])]))
    }
  }

  @Test(arguments: [[1 << 62, 1 << 62], [0, 0], [-1, -1]]) func kernelsOutsideTheirRangeAreRefused(_ values: [Int])
    throws
  {
    for attribute in ["dilations", "strides"] {
      let node = ONNXImportTests.node(
        "Conv", ["image", "w"], ["y"], [("auto_pad", "SAME_UPPER"), (attribute, values)])
      try Self.expectRefusal(
        of: ONNXImportTests.model(
          axes: [1, 3, 64, 64], nodes: [node], weights: [ONNXImportTests.floats("w", [3, 3, 3, 3])]))
    }
  }

  /// Files beside the model come along when it is added; they are never taken from, or put, elsewhere.
  @Test func tensorsOfNobodyAreNotCopiedFromElsewhere() throws {
    var stray = ONNXImportTests.floats("stray", [1])
    stray.dataLocation = .external
    var location = Onnx_StringStringEntryProto()
    (location.key, location.value) = ("location", "../../outside")
    stray.externalData = [location]
    var node = ONNXImportTests.node("Relu", ["image"], ["y"])
    var attribute = Onnx_AttributeProto()
    (attribute.name, attribute.type, attribute.i, attribute.t) = ("odd", .int, 1, stray)
    node.attribute = [attribute]
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "a/b/c")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data("secret".utf8).write(to: folder.appending(path: "a/outside"))
    let file = place.appending(path: "m.onnx")
    let bytes: Data = try ONNXImportTests.model(axes: [1, 3, 64, 64], nodes: [node]).serializedBytes()
    try bytes.write(to: file)
    let store = ModelStore(folder: folder.appending(path: "store/models"))
    #expect(throws: SurrogateError.self) { try store.add(file: file.path, name: "m") }
    let made = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    #expect(made.filter { $0.hasSuffix("outside") } == ["a/outside"])
  }

  private static func expectRefusal(of model: Onnx_ModelProto) throws {
    let data: Data = try model.serializedBytes()
    try SafeTensorsWriter.withFile(data, named: "m.onnx") { path in
      expectRefusal(path) { try Encoder.load(path: path).rehearsed() }
    }
  }
}

extension Encoder {
  /// What `models add` asks of an encoder, and what a picture then asks.
  fileprivate func rehearsed() throws {
    let store = ModelStore(folder: FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)"))
    defer { try? FileManager.default.removeItem(at: store.folder) }
    try store.add(file: try #require(path), name: "hostile")
  }
}
