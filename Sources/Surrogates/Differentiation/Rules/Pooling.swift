extension DerivativeRules {
  /// Pooling over windows.
  static let pooling: [String: DerivativeRule] = [
    "MaxPool": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      let shape = graph.shape(node.inputs[0])
      // The same pooling again, for the place of each maximum; ties go to the first, as everywhere.
      let place = graph.freshName("place")
      let again = graph.freshName("maxpool")
      graph.nodes.append(
        Graph.Node(
          operation: "MaxPool", inputs: [node.inputs[0]], outputs: [again, place], attributes: node.attributes))
      graph.shapes[again] = graph.shape(gradient)
      graph.shapes[place] = graph.shape(gradient)
      let zeros = graph.add(Constant(shape: [1], floats: [0]), hint: "zero")
      let count = graph.add(Constant(integers: [shape.elementCount]), hint: "shape")
      let empty = graph.emit("Expand", [zeros, count], shape: [shape.elementCount])
      let flat = [graph.shape(gradient).elementCount]
      let scattered = graph.emit(
        "ScatterElements", [empty, graph.reshape(place, to: flat), graph.reshape(gradient, to: flat)],
        ["axis": .integer(0), "reduction": .text("add")], shape: [shape.elementCount])
      return [graph.reshape(scattered, to: shape)]
    },

    "AveragePool": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      let shape = graph.shape(node.inputs[0])
      guard let kernel = node.integers("kernel_shape"), kernel.count == 2,
        (node.integers("pads") ?? [0]).allSatisfy({ $0 == 0 }), node.integer("ceil_mode", default: 0) == 0
      else { throw RuleError("has a derivative only in two dimensions without padding") }
      // A convolution of every channel by itself with equal weights.
      let area = kernel[0] * kernel[1]
      let weights = Constant(
        shape: [shape[1], 1] + kernel,
        floats: repeatElement(1 / Float(area), count: shape[1] * area))
      let geometry = ConvolutionGeometry(
        input: shape, kernel: kernel, strides: node.integers("strides") ?? [1, 1], groups: shape[1])
      return [try geometry.appendInputGradient(gradient, weights: weights, to: &graph)]
    },
  ]
}

extension ConvolutionGeometry {
  /// A convolution without padding or dilation.
  init(input: [Int], kernel: [Int], strides: [Int], groups: Int) {
    self.init(
      input: input, kernel: kernel, strides: strides, dilations: [1, 1], pads: [0, 0, 0, 0], groups: groups)
  }

  init(input: [Int], kernel: [Int], strides: [Int], dilations: [Int], pads: [Int], groups: Int) {
    self.input = input
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.pads = pads
    self.groups = groups
  }
}
