/// The numbers of a two-dimensional convolution from which its derivative is made.
struct ConvolutionGeometry {
  /// `[1, channels, height, width]`.
  let input: [Int]
  let kernel: [Int]
  let strides: [Int]
  var dilations = [1, 1]
  /// Top, left, bottom, right.
  var pads = [0, 0, 0, 0]
  let groups: Int

  init(input: [Int], kernel: [Int], strides: [Int], groups: Int) {
    self.input = input
    self.kernel = kernel
    self.strides = strides
    self.groups = groups
  }

  init(_ node: Graph.Node, in graph: Graph) throws(RuleError) {
    let input = graph.shape(node.inputs[0])
    let weights = graph.shape(node.inputs[1])
    guard input.count == 4, weights.count == 4 else {
      throw RuleError("works on \(max(0, input.count - 2)) axes; only two-dimensional convolutions have a derivative")
    }
    self.init(
      input: input, kernel: Array(weights[2...]), strides: node.integers("strides") ?? [1, 1],
      groups: node.integer("group", default: 1))
    dilations = node.integers("dilations") ?? dilations
    pads = node.integers("pads") ?? pads
  }
}
