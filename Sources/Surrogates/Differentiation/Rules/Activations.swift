extension DerivativeRules {
  /// Functions of one number, applied to every element.
  static let activations: [String: DerivativeRule] = [
    "Relu": { adjoint, graph throws(RuleError) in
      [graph.whereZero(adjoint.node.outputs[0], try adjoint.gradient())]
    },

    "LeakyRelu": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let slope = adjoint.node.number("alpha", default: 0.01)
      let positive = graph.binary("Greater", adjoint.node.inputs[0], graph.scalar(0))
      return [graph.select(positive, gradient, graph.multiply(gradient, by: slope))]
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
  mutating func whereZero(_ output: String, _ gradient: String) -> String {
    select(binary("Greater", output, scalar(0)), gradient, scalar(0))
  }
}
