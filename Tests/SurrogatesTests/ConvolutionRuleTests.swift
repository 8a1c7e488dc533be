import Surrogates
import Testing

@Suite(.needsRuntime)
struct ConvolutionRuleTests {
  struct Geometry: CustomTestStringConvertible, Sendable {
    var channels = (3, 4)
    var size = (9, 8)
    var kernel = (3, 3)
    var strides = [1, 1]
    var pads = [1, 1, 1, 1]
    var dilations = [1, 1]
    var groups = 1

    var testDescription: String {
      "\(channels) \(size) kernel \(kernel) strides \(strides) pads \(pads) dilations \(dilations) groups \(groups)"
    }
  }

  static let geometries: [Geometry] = [
    Geometry(),
    Geometry(pads: [0, 0, 0, 0]),
    Geometry(kernel: (1, 1), pads: [0, 0, 0, 0]),
    // Asymmetric and more padding than the kernel reaches, which a turned kernel cannot undo.
    Geometry(kernel: (3, 5), pads: [0, 2, 1, 3]),
    Geometry(kernel: (2, 2), pads: [3, 3, 3, 3]),
    Geometry(pads: [2, 2, 2, 2], dilations: [2, 2]),
    Geometry(channels: (4, 6), groups: 2),
    Geometry(channels: (4, 4), groups: 4),
    Geometry(strides: [2, 2]),
    Geometry(size: (8, 8), kernel: (4, 4), strides: [2, 2]),
    Geometry(size: (8, 8), kernel: (4, 4), strides: [4, 4], pads: [0, 0, 0, 0]),
    Geometry(size: (10, 9), strides: [3, 2], dilations: [1, 2]),
    Geometry(channels: (4, 8), strides: [2, 2], groups: 4),
    // Enough channels for the derivative in four phases.
    Geometry(channels: (16, 2), size: (6, 8), kernel: (3, 3), strides: [2, 2]),
    Geometry(channels: (16, 2), size: (6, 8), kernel: (4, 4), strides: [2, 2]),
    Geometry(channels: (17, 2), size: (8, 6), kernel: (7, 5), strides: [2, 2], pads: [3, 2, 3, 2]),
    Geometry(channels: (16, 2), size: (6, 6), kernel: (2, 2), strides: [2, 2], pads: [0, 0, 0, 0]),
    Geometry(channels: (16, 2), size: (6, 6), kernel: (3, 3), strides: [2, 2], pads: [0, 0, 1, 1]),
    // From one channel: every channel by itself, and their sum.
    Geometry(channels: (1, 16), size: (8, 6), kernel: (5, 5), strides: [2, 2], pads: [2, 2, 2, 2]),
    Geometry(channels: (1, 32), size: (8, 10), kernel: (4, 3), strides: [2, 2]),
    // Where phases do not apply: a kernel smaller than its stride, odd sides, rows that no window reads.
    Geometry(channels: (16, 2), size: (6, 6), kernel: (1, 1), strides: [2, 2], pads: [0, 0, 0, 0]),
    Geometry(channels: (16, 2), size: (7, 5), strides: [2, 2]),
    Geometry(channels: (16, 2), size: (8, 8), kernel: (3, 3), strides: [2, 2], pads: [0, 0, 0, 0]),
  ]

  @Test(arguments: geometries)
  func derivativeMatchesFiniteDifferences(_ geometry: Geometry) throws {
    let shape = [1, geometry.channels.0, geometry.size.0, geometry.size.1]
    try RuleCase("convolution", shape: shape) { graph, x in
      let weights = graph.random([
        geometry.channels.1, geometry.channels.0 / geometry.groups, geometry.kernel.0, geometry.kernel.1,
      ])
      let bias = graph.random([geometry.channels.1])
      return graph.convolve(
        x, weights: weights, bias: bias, strides: geometry.strides, pads: geometry.pads,
        dilations: geometry.dilations, groups: geometry.groups)
    }.check()
  }

  /// Of few channels and one pixel: a matrix product instead of blocks that are mostly padding.
  @Test func convolutionOfFewChannelsIsAProduct() throws {
    try RuleCase("pointwise convolution", shape: [1, 3, 4, 5]) { graph, x in
      let y = graph.convolve(x, weights: graph.random([2, 3, 1, 1]))
      #expect(graph.shape(y) == [1, 2, 4, 5])
      #expect(graph.nodes.contains { $0.operation == "MatMul" } && !graph.nodes.contains { $0.operation == "Conv" })
      return y
    }.check()
  }

  @Test(arguments: geometries.filter { $0.channels.0 < 16 && $0.pads != [3, 3, 3, 3] })
  func derivativeOfTransposedConvolutionMatches(_ geometry: Geometry) throws {
    let shape = [1, geometry.channels.0, geometry.size.0, geometry.size.1]
    try RuleCase("transposed convolution", shape: shape) { graph, x in
      let weights = graph.random([
        geometry.channels.0, geometry.channels.1 / geometry.groups, geometry.kernel.0, geometry.kernel.1,
      ])
      let sides = (0..<2).map { (axis: Int) -> Int in
        let reach = geometry.dilations[axis] * (graph.shape(weights)[axis + 2] - 1) + 1
        return (shape[axis + 2] - 1) * geometry.strides[axis] + reach - geometry.pads[axis] - geometry.pads[axis + 2]
          + geometry.strides[axis] - 1
      }
      return graph.emit(
        "ConvTranspose", [x, weights],
        [
          "strides": .integers(geometry.strides), "pads": .integers(geometry.pads),
          "dilations": .integers(geometry.dilations), "group": .integer(geometry.groups),
          "output_padding": .integers(geometry.strides.map { $0 - 1 }),
        ], shape: [1, geometry.channels.1] + sides)
    }.check()
  }

  /// The interleaved phases must be the same function as the transposed convolution.
  @Test func phasesAreUsedForManyChannels() throws {
    func operations(channels: Int) throws -> Set<String> {
      var graph = Graph()
      let x = graph.addInput("x", shape: [1, channels, 8, 8])
      let y = graph.convolve(x, weights: graph.random([2, channels, 4, 4]), strides: [2, 2], pads: [1, 1, 1, 1])
      let gradient = graph.add(Constant(Tensor(shape: graph.shape(y))))
      _ = try Differentiator.appendGradient(
        to: &graph, of: [.init(value: y, gradient: gradient)], withRespectTo: x, nodeCount: 1, model: "test")
      return Set(graph.nodes.map(\.operation))
    }
    #expect(try operations(channels: 16).contains("DepthToSpace"))
    #expect(try operations(channels: 3).contains("ConvTranspose"))
  }
}
