extension DerivativeRules {
  /// Convolutions with constant weights.
  static let convolutions: [String: DerivativeRule] = [
    "Conv": { adjoint, graph throws(RuleError) in
      guard !adjoint.needs(1), let weights = graph.constants[adjoint.node.inputs[1]] else {
        throw RuleError("has weights that depend on the picture")
      }
      let geometry = try ConvolutionGeometry(adjoint.node, in: graph)
      return [try geometry.appendInputGradient(try adjoint.gradient(), weights: weights, to: &graph)]
    },

    // The transposed convolution is itself the derivative of a convolution, whose weights are the same.
    "ConvTranspose": { adjoint, graph throws(RuleError) in
      guard !adjoint.needs(1) else { throw RuleError("has weights that depend on the picture") }
      let node = adjoint.node
      guard graph.shape(node.inputs[0]).count == 4 else {
        throw RuleError("has a derivative only in two dimensions")
      }
      return [
        graph.convolve(
          try adjoint.gradient(), weights: node.inputs[1], strides: node.integers("strides") ?? [1, 1],
          pads: node.integers("pads") ?? [0, 0, 0, 0], dilations: node.integers("dilations") ?? [1, 1],
          groups: node.integer("group", default: 1))
      ]
    },
  ]
}

extension ConvolutionGeometry {
  /// The derivative with respect to the convolution's input.
  ///
  /// - Parameter weights: `[out, in/groups, height, width]`.
  func appendInputGradient(
    _ gradient: String, weights: Constant, to graph: inout Graph
  ) throws(RuleError) -> String {
    guard let numbers = weights.floats else { throw RuleError("has weights that are not floats") }
    if strides == [1, 1] {
      // Where every gradient pixel is read once: a convolution with the kernel turned by 180°.
      let turned = (0..<4).map { (side: Int) -> Int in
        dilations[side % 2] * (kernel[side % 2] - 1) - pads[side]
      }
      if turned.allSatisfy({ $0 >= 0 }) {
        let flipped = graph.add(Self.flipped(numbers, shape: weights.shape, groups: groups), hint: "flipped")
        return graph.convolve(gradient, weights: flipped, pads: turned, dilations: dilations, groups: groups)
      }
    }
    if let phases = ConvolutionPhases(self, gradient: graph.shape(gradient)) {
      return phases.append(gradient, weights: numbers, outputs: weights.shape[0], to: &graph)
    }
    // Rows and columns at the far end that no window of the convolution reached.
    let rest = (0..<2).map { (axis: Int) -> Int in
      let padded = input[axis + 2] + pads[axis] + pads[axis + 2]
      let reach = dilations[axis] * (kernel[axis] - 1) + 1
      return padded - reach - (graph.shape(gradient)[axis + 2] - 1) * strides[axis]
    }
    // A pooling window may hang over the far end instead: that much is cut off.
    let cut = [0, 0] + rest.map { max(0, -$0) }
    return graph.emit(
      "ConvTranspose", [gradient, graph.add(weights, hint: "weights")],
      [
        "kernel_shape": .integers(kernel), "strides": .integers(strides), "dilations": .integers(dilations),
        "pads": .integers(zip(pads, cut).map { $0 + $1 }), "output_padding": .integers(rest.map { max(0, $0) }),
        "group": .integer(groups),
      ],
      shape: input)
  }

  /// Weights `[out, in/groups, height, width]` as those of the convolution that goes back: `[in, out/groups, …]`,
  /// turned by 180°.
  private static func flipped(_ source: ContiguousArray<Float>, shape: [Int], groups: Int) -> Constant {
    let (outputs, inputs) = (shape[0] / groups, shape[1])
    let area = shape[2] * shape[3]
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
    return Constant(shape: [inputs * groups, outputs] + shape[2...], values: .floats(turned))
  }
}
