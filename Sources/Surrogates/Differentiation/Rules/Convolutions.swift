extension DerivativeRules {
  /// Convolutions with constant weights.
  static let convolutions: [String: DerivativeRule] = [
    "Conv": { adjoint, graph throws(RuleError) in
      guard !adjoint.needs(1), let weights = graph.constants[adjoint.node.inputs[1]] else {
        throw RuleError("has weights that depend on the picture")
      }
      let geometry = try ConvolutionGeometry(adjoint.node, in: graph)
      return [try geometry.appendInputGradient(try adjoint.gradient(), weights: weights, to: &graph)]
    }
  ]
}

/// The numbers of a two-dimensional convolution from which its derivative is made.
struct ConvolutionGeometry {
  let input: [Int]
  let kernel: [Int]
  let strides: [Int]
  let dilations: [Int]
  /// Top, left, bottom, right.
  let pads: [Int]
  let groups: Int

  init(_ node: Graph.Node, in graph: Graph) throws(RuleError) {
    input = graph.shape(node.inputs[0])
    let weights = graph.shape(node.inputs[1])
    guard input.count == 4, weights.count == 4 else {
      throw RuleError("works on \(max(0, input.count - 2)) axes; only two-dimensional convolutions have a derivative")
    }
    kernel = Array(weights[2...])
    strides = node.integers("strides") ?? [1, 1]
    dilations = node.integers("dilations") ?? [1, 1]
    pads = node.integers("pads") ?? [0, 0, 0, 0]
    groups = node.integer("group", default: 1)
  }

  /// The derivative with respect to the convolution's input.
  func appendInputGradient(
    _ gradient: String, weights: Constant, to graph: inout Graph
  ) throws(RuleError) -> String {
    // Where every gradient pixel is read once: a full convolution with the kernel turned by 180°.
    let turned = (0..<4).map { (side: Int) -> Int in
      dilations[side % 2] * (kernel[side % 2] - 1) - pads[side]
    }
    if strides == [1, 1], turned.allSatisfy({ $0 >= 0 }) {
      let flipped = graph.add(try Self.flipped(weights, groups: groups), hint: "flipped")
      return graph.convolve(gradient, weights: flipped, pads: turned, dilations: dilations, groups: groups)
    }
    let kept = graph.add(weights, hint: "weights")
    let output = graph.shape(gradient)
    // Rows and columns at the far end that no window of the convolution reached.
    let rest = (0..<2).map { (axis: Int) -> Int in
      let padded = input[axis + 2] + pads[axis] + pads[axis + 2]
      let reach = dilations[axis] * (kernel[axis] - 1) + 1
      return padded - reach - (output[axis + 2] - 1) * strides[axis]
    }
    return graph.emit(
      "ConvTranspose", [gradient, kept],
      [
        "kernel_shape": .integers(kernel), "strides": .integers(strides), "dilations": .integers(dilations),
        "pads": .integers(pads), "output_padding": .integers(rest), "group": .integer(groups),
      ],
      shape: input)
  }

  /// Weights `[out, in/groups, height, width]` as those of the convolution that goes back: `[in, out/groups, …]`,
  /// turned by 180°.
  static func flipped(_ weights: Constant, groups: Int) throws(RuleError) -> Constant {
    guard let source = weights.floats else { throw RuleError("has weights that are not floats") }
    let (outputs, inputs) = (weights.shape[0] / groups, weights.shape[1])
    let area = weights.shape[2] * weights.shape[3]
    var turned = ContiguousArray<Float>(repeating: 0, count: source.count)
    for group in 0..<groups {
      for output in 0..<outputs {
        for input in 0..<inputs {
          let from = ((group * outputs + output) * inputs + input) * area
          let to = ((group * inputs + input) * outputs + output) * area
          for tap in 0..<area { turned[to + area - 1 - tap] = source[from + tap] }
        }
      }
    }
    return Constant(shape: [inputs * groups, outputs] + weights.shape[2...], values: .floats(turned))
  }
}
