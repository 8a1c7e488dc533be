import Surrogates
import Testing

@Suite(.needsRuntime)
struct DerivativeRuleTests {
  /// Functions of one number: the operator, its attributes, and where it is looked at.
  private static func function(
    _ operation: String, _ attributes: [String: Graph.Attribute] = [:], scale: Float = 1, shift: Float = 0
  ) -> RuleCase {
    let description = ([operation] + attributes.map { "\($0.key) \($0.value)" }).joined(separator: " ")
    return RuleCase(description, shape: [1, 2, 3, 4], scale: scale, shift: shift) { graph, x in
      graph.unary(operation, x, attributes)
    }
  }

  /// The same on as many channels as ONNX Runtime's blocked layout has.
  private static func blocks(_ operation: String, _ attributes: [String: Graph.Attribute] = [:]) -> RuleCase {
    RuleCase("\(operation) of blocks", shape: [1, Graph.block, 2, 3]) { graph, x in
      graph.unary(operation, x, attributes)
    }
  }

  static let activations: [RuleCase] = [
    blocks("Relu"), blocks("LeakyRelu", ["alpha": .number(0.2)]), function("Relu"),
    function("LeakyRelu", ["alpha": .number(0.2)]), function("LeakyRelu"), function("Elu"),
    function("Elu", ["alpha": .number(0.3)]), function("Sigmoid"), function("Tanh"), function("HardSigmoid", scale: 3),
    function("HardSigmoid", ["alpha": .number(0.5), "beta": .number(0.1)]), function("HardSwish", scale: 3),
    function("Softplus"), function("Softsign"), function("Mish"), function("Gelu"),
    function("Gelu", ["approximate": .text("tanh")]), function("Erf"),
    RuleCase("silu", shape: [1, 2, 3, 4]) { graph, x in graph.multiply(x, graph.unary("Sigmoid", x)) },
    RuleCase("clip", shape: [1, 2, 3, 4]) { graph, x in
      graph.emit("Clip", [x, graph.scalar(-0.6), graph.scalar(0.8)], shape: graph.shape(x))
    },
    RuleCase("clip from above only", shape: [1, 2, 3, 4]) { graph, x in
      graph.emit("Clip", [x, "", graph.scalar(0.3)], shape: graph.shape(x))
    },
    RuleCase("parametric relu", shape: [1, 2, 3, 4]) { graph, x in
      graph.emit("PRelu", [x, graph.random([2, 1, 1])], shape: graph.shape(x))
    },
  ]

  static let elementaryFunctions: [RuleCase] = [
    function("Neg"), function("Abs"), blocks("Abs"), function("Exp"), function("Log", scale: 0.3, shift: 3),
    function("Sqrt", scale: 0.3, shift: 3), function("Reciprocal", scale: 0.3, shift: 3), function("Sin"),
    function("Cos"), function("Identity"), function("Cast", ["to": .integer(1)]),
  ]

  static let arithmetic: [RuleCase] = [
    RuleCase("add, one value used twice", shape: [1, 2, 3, 4]) { graph, x in graph.add(x, x) },
    RuleCase("multiply by itself", shape: [1, 2, 3, 4]) { graph, x in graph.multiply(x, x) },
    RuleCase("multiply, broadcast from fewer axes", shape: [3, 1]) { graph, x in
      graph.multiply(x, graph.random([1, 2, 3, 4]))
    },
    RuleCase("multiply, broadcast both ways", shape: [2, 1, 4]) { graph, x in graph.multiply(graph.random([3, 1]), x) },
    RuleCase("subtract from a constant", shape: [2, 3]) { graph, x in graph.subtract(graph.scalar(2), x) },
    RuleCase("subtract a part of itself", shape: [4, 3]) { graph, x in
      graph.subtract(x, graph.multiply(x, graph.random([1, 3])))
    },
    RuleCase("divide by a constant", shape: [2, 3]) { graph, x in graph.divide(x, graph.random([3], shift: 8)) },
    RuleCase("divide a constant", shape: [2, 3], shift: 8) { graph, x in graph.divide(graph.random([4, 2, 3]), x) },
    RuleCase("square", shape: [2, 3]) { graph, x in graph.binary("Pow", x, graph.scalar(2)) },
    RuleCase("cube", shape: [2, 3]) { graph, x in graph.binary("Pow", x, graph.scalar(3)) },
    RuleCase("inverse root", shape: [2, 3], scale: 0.3, shift: 3) { graph, x in
      graph.binary("Pow", x, graph.scalar(-0.5))
    },
    RuleCase("maximum with a constant", shape: [4, 3]) { graph, x in graph.binary("Max", x, graph.random([3])) },
    RuleCase("minimum, broadcast", shape: [3]) { graph, x in graph.binary("Min", graph.random([4, 3]), x) },
    RuleCase("sum of three", shape: [2, 3]) { graph, x in
      graph.emit("Sum", [x, graph.random([4, 2, 3]), x], shape: [4, 2, 3])
    },
    RuleCase("mean of two", shape: [2, 3]) { graph, x in
      graph.emit("Mean", [graph.random([4, 2, 3]), x], shape: [4, 2, 3])
    },
    RuleCase("select, either side", shape: [4, 3]) { graph, x in
      let condition = graph.binary("Greater", x, graph.scalar(0.2))
      return graph.select(condition, graph.multiply(x, by: 3), graph.multiply(x, x))
    },
    RuleCase("select, broadcast", shape: [3]) { graph, x in
      graph.select(graph.binary("Greater", graph.random([4, 3]), graph.scalar(0)), x, graph.scalar(1))
    },
  ]

  static let matrices: [RuleCase] = [
    RuleCase("product with a matrix", shape: [2, 3, 4]) { graph, x in graph.product(x, graph.random([4, 5])) },
    RuleCase("product of a matrix", shape: [3, 4]) { graph, x in graph.product(graph.random([2, 5, 3]), x) },
    RuleCase("product with itself", shape: [2, 3, 4]) { graph, x in graph.product(x, graph.transposed(x)) },
    RuleCase("gemm", shape: [2, 3]) { graph, x in
      graph.emit(
        "Gemm", [x, graph.random([4, 3]), graph.random([4])],
        ["transB": .integer(1), "alpha": .number(0.5), "beta": .number(2)], shape: [2, 4])
    },
    RuleCase("gemm, transposed, right factor", shape: [3, 4]) { graph, x in
      graph.emit("Gemm", [graph.random([3, 2]), x], ["transA": .integer(1)], shape: [2, 4])
    },
    RuleCase("gemm, bias", shape: [4]) { graph, x in
      graph.emit("Gemm", [graph.random([2, 3]), graph.random([3, 4]), x], ["beta": .number(3)], shape: [2, 4])
    },
    RuleCase("gemm, all transposed", shape: [3, 2]) { graph, x in
      graph.emit(
        "Gemm", [x, graph.random([4, 3])], ["transA": .integer(1), "transB": .integer(1)], shape: [2, 4])
    },
  ]

  private static func reduction(
    _ operation: String, axes: [Int]?, keepingAxes: Bool = true, shift: Float = 0
  ) -> RuleCase {
    RuleCase("\(operation) \(axes ?? [])", shape: [2, 3, 4], shift: shift, step: 1e-3) { graph, x in
      if let axes {
        let positive = axes.map { $0 < 0 ? $0 + 3 : $0 }
        let result = graph.reduce(operation, x, axes: positive, keepingAxes: keepingAxes)
        return result
      }
      return graph.emit(operation, [x], ["keepdims": .integer(0)], shape: [])
    }
  }

  static let reductions: [RuleCase] = [
    reduction("ReduceSum", axes: [1]), reduction("ReduceSum", axes: nil), reduction("ReduceMean", axes: [0, 2]),
    reduction("ReduceMean", axes: [2], keepingAxes: false), reduction("ReduceSumSquare", axes: [1]),
    reduction("ReduceL1", axes: [2]), reduction("ReduceL2", axes: [2], keepingAxes: false),
    reduction("ReduceLogSumExp", axes: [1]), reduction("ReduceMax", axes: [2]), reduction("ReduceMin", axes: [0]),
    RuleCase("global average", shape: [1, 3, 4, 5]) { graph, x in
      graph.emit("GlobalAveragePool", [x], shape: [1, 3, 1, 1])
    },
    RuleCase("global maximum", shape: [1, 3, 4, 5], step: 1e-3) { graph, x in
      graph.emit("GlobalMaxPool", [x], shape: [1, 3, 1, 1])
    },
  ]

  private static func sliced(_ description: String, _ bounds: [[Int]], shape: [Int]) -> RuleCase {
    RuleCase("slice \(description)", shape: [2, 5, 6]) { graph, x in
      graph.emit("Slice", [x] + bounds.map { graph.add(Constant(integers: $0)) }, shape: shape)
    }
  }

  private static func padded(_ mode: String, _ pads: [Int], shape: [Int]) -> RuleCase {
    RuleCase("pad \(mode)", shape: [1, 2, 4, 5]) { graph, x in
      graph.emit("Pad", [x, graph.add(Constant(integers: pads))], ["mode": .text(mode)], shape: shape)
    }
  }

  static let shapes: [RuleCase] = [
    RuleCase("reshape", shape: [2, 6]) { graph, x in graph.reshape(x, to: [3, 4]) },
    RuleCase("flatten", shape: [2, 3, 4]) { graph, x in graph.emit("Flatten", [x], shape: [2, 12]) },
    RuleCase("transpose", shape: [2, 3, 4]) { graph, x in graph.transpose(x, [2, 0, 1]) },
    RuleCase("transpose, all axes turned", shape: [2, 3, 4]) { graph, x in
      graph.emit("Transpose", [x], shape: [4, 3, 2])
    },
    RuleCase("expand", shape: [3, 1]) { graph, x in graph.expand(x, to: [2, 3, 4]) },
    RuleCase("concat", shape: [2, 3]) { graph, x in
      graph.emit("Concat", [graph.random([2, 2]), x, graph.multiply(x, x)], ["axis": .integer(-1)], shape: [2, 8])
    },
    RuleCase("split", shape: [2, 7]) { graph, x in
      let sizes = graph.add(Constant(integers: [2, 4, 1]))
      graph.nodes.append(
        Graph.Node(
          operation: "Split", inputs: [x, sizes], outputs: ["a", "b", "c"], attributes: ["axis": .integer(1)]))
      for (name, length) in [("a", 2), ("b", 4), ("c", 1)] { graph.shapes[name] = [2, length] }
      return graph.add(graph.slice("b", axis: 1, from: 1, length: 2), "a")
    },
    sliced("of two axes", [[1, 0], [4, 6], [1, 2]], shape: [2, 3, 6]),
    sliced("from the back", [[-3], [100], [2]], shape: [2, 5, 3]),
    sliced("with steps", [[0, 1], [5, 6], [1, 2], [2, 3]], shape: [2, 3, 2]),
    sliced("backwards", [[-1], [-100], [2], [-2]], shape: [2, 5, 3]),
    RuleCase("gather, repeated", shape: [2, 4]) { graph, x in
      graph.emit(
        "Gather", [x, graph.add(Constant(integers: [3, 0, 3, -1, 1]))], ["axis": .integer(1)], shape: [2, 5])
    },
    RuleCase("gather one", shape: [2, 4]) { graph, x in
      let index = graph.add(Constant(shape: [], values: .integers([1])))
      return graph.emit("Gather", [x, index], ["axis": .integer(1)], shape: [2])
    },
    padded("constant", [0, 0, 1, 2, 0, 1, 0, 3], shape: [1, 3, 5, 10]),
    padded("constant", [0, 0, -1, 2, 0, 0, 1, -3], shape: [1, 2, 4, 4]),
    padded("reflect", [0, 0, 1, 2, 0, 0, 3, 1], shape: [1, 2, 8, 8]),
    padded("edge", [0, 0, 1, 2, 0, 0, 3, 1], shape: [1, 2, 8, 8]),
    padded("wrap", [0, 0, 1, 2, 0, 0, 3, 1], shape: [1, 2, 8, 8]),
    RuleCase("tile", shape: [2, 3]) { graph, x in
      graph.emit("Tile", [x, graph.add(Constant(integers: [2, 3]))], shape: [4, 9])
    },
  ]

  private static func average(
    _ description: String, _ attributes: [String: Graph.Attribute], shape: [Int]
  ) -> RuleCase {
    RuleCase("average, \(description)", shape: [1, 3, 6, 9]) { graph, x in
      graph.emit(
        "AveragePool", [x], attributes.merging(["kernel_shape": .integers([3, 3])]) { $1 }, shape: shape)
    }
  }

  /// Maxima are taken of numbers far apart, so that no step changes which is the largest.
  static let pooling: [RuleCase] = [
    RuleCase("tiled maximum", shape: [1, 3, 6, 4], scale: 20, step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    },
    RuleCase("overlapping maximum", shape: [1, 3, 7, 9], scale: 20, step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 3, stride: 2)
    },
    RuleCase("maximum with a rest", shape: [1, 3, 7, 9], scale: 20, step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    },
    RuleCase("tiled maximum of blocks", shape: [1, Graph.block, 4, 6], scale: 20, step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    },
    RuleCase("tiled average", shape: [1, 3, 6, 9]) { graph, x in graph.pool("AveragePool", x, kernel: 3, stride: 3) },
    RuleCase("overlapping average", shape: [1, 3, 6, 9]) { graph, x in
      graph.pool("AveragePool", x, kernel: 3, stride: 1)
    },
    average("padded", ["strides": .integers([1, 2]), "pads": .integers([1, 1, 1, 1])], shape: [1, 3, 6, 5]),
    average(
      "padding counted",
      ["strides": .integers([2, 2]), "pads": .integers([1, 0, 1, 2]), "count_include_pad": .integer(1)],
      shape: [1, 3, 3, 5]),
    average("hanging over", ["strides": .integers([2, 2]), "ceil_mode": .integer(1)], shape: [1, 3, 3, 4]),
    RuleCase("padded maximum", shape: [1, 3, 6, 9], scale: 20, step: 1e-3) { graph, x in
      graph.emit(
        "MaxPool", [x],
        ["kernel_shape": .integers([3, 3]), "strides": .integers([2, 2]), "pads": .integers([1, 1, 1, 1])],
        shape: [1, 3, 3, 5])
    },
  ]

  static let normalizations: [RuleCase] = [
    RuleCase("standardise rows", shape: [1, 3, 16], shift: 2) { graph, x in
      graph.standardize(x, axes: [2], epsilon: 1e-5)
    },
    RuleCase("standardise planes", shape: [1, 2, 5, 4], scale: 0.2) { graph, x in
      graph.standardize(x, axes: [2, 3], epsilon: 1e-2)
    },
    RuleCase("batch statistics", shape: [1, 3, 2, 2]) { graph, x in
      let parameters = (0..<3).map { graph.random([3], seed: UInt64($0)) } + [graph.random([3], scale: 0.1, shift: 1)]
      return graph.emit("BatchNormalization", [x] + parameters, ["epsilon": .number(0.1)], shape: graph.shape(x))
    },
    RuleCase("softmax", shape: [2, 3, 5]) { graph, x in graph.unary("Softmax", x) },
    RuleCase("softmax over the middle", shape: [2, 3, 5]) { graph, x in
      graph.unary("Softmax", x, ["axis": .integer(1)])
    },
    RuleCase("log softmax", shape: [2, 3, 5]) { graph, x in graph.unary("LogSoftmax", x, ["axis": .integer(-2)]) },
    RuleCase("affine", shape: [1, 3, 2, 2]) { graph, x in graph.scaled(x, by: [1, 2, 3], shift: [4, 5, 6]) },
  ]

  /// A `Resize` to a size, or by a scale.
  private static func resize(
    _ description: String, shape: [Int] = [1, 2, 4, 5], to sizes: [Int]? = nil, by scales: [Float]? = nil,
    mode: String, coordinates: String = "half_pixel", _ attributes: [String: Graph.Attribute] = [:]
  ) -> RuleCase {
    RuleCase("\(description) \(mode) \(coordinates)", shape: shape) { graph, x in
      var inputs = [x, ""]
      var result: [Int]
      if let scales {
        inputs.append(graph.add(Constant(shape: [4], floats: scales)))
        result = zip(shape, scales).map { Int(Float($0) * $1) }
      } else {
        inputs += ["", graph.add(Constant(integers: sizes ?? shape))]
        result = sizes ?? shape
      }
      let fixed: [String: Graph.Attribute] = [
        "mode": .text(mode), "coordinate_transformation_mode": .text(coordinates),
      ]
      return graph.emit("Resize", inputs, fixed.merging(attributes) { $1 }, shape: result)
    }
  }

  static let resizing: [RuleCase] = [
    RuleCase("every pixel repeated", shape: [1, 2, 3, 4]) { graph, x in graph.enlarge(x, factor: 3) },
    resize("enlarge", to: [1, 2, 8, 10], mode: "nearest"),
    resize("enlarge", to: [1, 2, 12, 15], mode: "nearest", coordinates: "asymmetric"),
    resize("shrink", to: [1, 2, 3, 2], mode: "nearest"),
    resize("enlarge", to: [1, 2, 7, 9], mode: "linear"),
    resize("enlarge", to: [1, 2, 7, 9], mode: "linear", coordinates: "align_corners"),
    resize("one axis", to: [1, 2, 4, 9], mode: "linear", coordinates: "pytorch_half_pixel"),
    resize("shrink", to: [1, 2, 2, 3], mode: "linear", ["antialias": .integer(1)]),
    resize("shrink", to: [1, 2, 3, 3], mode: "cubic", ["cubic_coeff_a": .number(-0.5)]),
    resize("enlarge", to: [1, 2, 9, 7], mode: "cubic", ["antialias": .integer(1)]),
    resize("scale", by: [1, 1, 1.6, 2.3], mode: "linear"),
    RuleCase("depth to space, columns first", shape: [1, 12, 2, 3]) { graph, x in
      graph.emit("DepthToSpace", [x], ["blocksize": .integer(2)], shape: [1, 3, 4, 6])
    },
    RuleCase("depth to space, channels first", shape: [1, 12, 2, 3]) { graph, x in
      graph.emit("DepthToSpace", [x], ["blocksize": .integer(2), "mode": .text("CRD")], shape: [1, 3, 4, 6])
    },
    RuleCase("space to depth", shape: [1, 3, 4, 6]) { graph, x in
      graph.emit("SpaceToDepth", [x], ["blocksize": .integer(2)], shape: [1, 12, 2, 3])
    },
  ]

  @Test(
    arguments:
      activations + elementaryFunctions + arithmetic + matrices + reductions + shapes + pooling + normalizations
      + resizing)
  func derivativeMatchesFiniteDifferences(_ rule: RuleCase) throws {
    try rule.check()
  }

  @Test func flatTilesShareTheDerivative() throws {
    let check = try GradientCheck(at: Tensor(shape: [1, 1, 4, 4], repeating: 0.5)) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    }
    let gradient = try check.gradient()
    // Every tile's four pixels attain the maximum: each has a quarter, so all four are the same.
    for y in [0, 2] {
      for x in [0, 2] {
        let tile = [0, 1, 4, 5].map { gradient.elements[y * 4 + x + $0] }
        #expect(tile.allSatisfy { $0 == tile[0] && $0 != 0 })
      }
    }
  }

  @Test func operatorWithoutRuleIsNamed() {
    var graph = Graph()
    let x = graph.addInput("x", shape: [2, 2])
    let y = graph.emit("Det", [x], shape: [])
    graph.nodes[0].name = "the_node"
    let gradient = graph.scalar(1)
    #expect {
      try Differentiator.appendGradient(
        to: &graph, of: [.init(value: y, gradient: gradient)], withRespectTo: x, nodeCount: 1, model: "m")
    } throws: { error in
      let text = "\(error)"
      return text.contains("Det") && text.contains("the_node") && text.contains("model m")
    }
  }

  @Test func outputThatIgnoresThePictureIsRefused() {
    var graph = Graph()
    let x = graph.addInput("x", shape: [2])
    let y = graph.unary("Relu", graph.random([2]))
    let gradient = graph.scalar(1)
    #expect(throws: SurrogateError.self) {
      try Differentiator.appendGradient(
        to: &graph, of: [.init(value: y, gradient: gradient)], withRespectTo: x, nodeCount: 1, model: "m")
    }
  }
}
