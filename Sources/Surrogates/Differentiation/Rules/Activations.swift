extension DerivativeRules {
  /// Functions of one number, applied to every element.
  static let activations: [String: DerivativeRule] = [
    "Relu": { adjoint, graph throws(RuleError) in
      [graph.masked(try adjoint.gradient(), where: adjoint.node.outputs[0])]
    },

    "LeakyRelu": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let slope = adjoint.node.number("alpha", default: 0.01)
      let input = adjoint.node.inputs[0]
      let positive = graph.unary("HardSigmoid", input, ["alpha": .number(1e38), "beta": .number(0)])
      let factor = graph.add(graph.multiply(positive, by: 1 - slope), constant: slope)
      return [graph.multiply(gradient, factor)]
    },

    "Sigmoid": { adjoint, graph throws(RuleError) in
      // s' = s (1 - s)
      let output = adjoint.node.outputs[0]
      let rest = graph.subtract(graph.scalar(1), output)
      return [graph.multiply(try adjoint.gradient(), graph.multiply(output, rest))]
    },

    "Tanh": { adjoint, graph throws(RuleError) in
      // t' = 1 - t²
      let output = adjoint.node.outputs[0]
      let rest = graph.subtract(graph.scalar(1), graph.multiply(output, output))
      return [graph.multiply(try adjoint.gradient(), rest)]
    },
  ]
}

extension Graph {
  /// `gradient` where the output of a ReLU is positive, and zero elsewhere.
  ///
  /// The mask is a hard sigmoid so steep that every positive number saturates it. Unlike a comparison it stays in the
  /// blocked layout of ONNX Runtime's convolutions, and the product is ten times faster than `Where`.
  mutating func masked(_ gradient: String, where output: String) -> String {
    let mask = unary("HardSigmoid", output, ["alpha": .number(1e38), "beta": .number(0)])
    return multiply(gradient, mask)
  }
}
