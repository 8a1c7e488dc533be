import Surrogates
import Testing

@Suite(.needsRuntime)
struct DerivativeRuleTests {
  static let activations: [RuleCase] = [
    RuleCase("relu", shape: [1, 2, 3, 4]) { graph, x in graph.unary("Relu", x) },
    RuleCase("leaky relu", shape: [1, 2, 3, 4]) { graph, x in graph.unary("LeakyRelu", x, ["alpha": .number(0.2)]) },
    RuleCase("leaky relu, default slope", shape: [1, 2, 3, 4]) { graph, x in graph.unary("LeakyRelu", x) },
    RuleCase("sigmoid", shape: [1, 2, 3, 4]) { graph, x in graph.unary("Sigmoid", x) },
    RuleCase("silu", shape: [1, 2, 3, 4]) { graph, x in graph.multiply(x, graph.unary("Sigmoid", x)) },
    RuleCase("tanh", shape: [1, 2, 3, 4]) { graph, x in graph.unary("Tanh", x) },
  ]

  static let arithmetic: [RuleCase] = [
    RuleCase("add, one value used twice", shape: [1, 2, 3, 4]) { graph, x in graph.add(x, x) },
    RuleCase("multiply by itself", shape: [1, 2, 3, 4]) { graph, x in graph.multiply(x, x) },
    RuleCase("multiply, broadcast from fewer axes", shape: [3, 1]) { graph, x in
      graph.multiply(x, graph.random([1, 2, 3, 4]))
    },
    RuleCase("multiply, broadcast both ways", shape: [2, 1, 4]) { graph, x in graph.multiply(graph.random([3, 1]), x) },
    RuleCase("subtract from a constant", shape: [2, 3]) { graph, x in graph.subtract(graph.scalar(2), x) },
    RuleCase("subtract a mean of itself", shape: [4, 3]) { graph, x in
      graph.subtract(x, graph.multiply(x, graph.random([1, 3])))
    },
    RuleCase("divide by a constant", shape: [2, 3]) { graph, x in graph.divide(x, graph.random([3], shift: 8)) },
    RuleCase("divide a constant", shape: [2, 3], shift: 8) { graph, x in graph.divide(graph.random([4, 2, 3]), x) },
  ]

  static let pooling: [RuleCase] = [
    RuleCase("tiled maximum", shape: [1, 3, 6, 4], step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    },
    RuleCase("overlapping maximum", shape: [1, 3, 7, 9], step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 3, stride: 2)
    },
    RuleCase("maximum with a rest", shape: [1, 3, 7, 9], step: 1e-3) { graph, x in
      graph.pool("MaxPool", x, kernel: 2, stride: 2)
    },
    RuleCase("tiled average", shape: [1, 3, 6, 9]) { graph, x in graph.pool("AveragePool", x, kernel: 3, stride: 3) },
    RuleCase("overlapping average", shape: [1, 3, 6, 9]) { graph, x in
      graph.pool("AveragePool", x, kernel: 3, stride: 1)
    },
  ]

  static let normalizations: [RuleCase] = [
    RuleCase("standardise rows", shape: [1, 3, 16], shift: 2) { graph, x in
      graph.standardize(x, axes: [2], epsilon: 1e-5)
    },
    RuleCase("standardise planes", shape: [1, 2, 5, 4], scale: 0.2) { graph, x in
      graph.standardize(x, axes: [2, 3], epsilon: 1e-2)
    },
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

  @Test(arguments: activations + arithmetic + pooling + normalizations + resizing)
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
