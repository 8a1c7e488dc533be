extension DerivativeRules {
  /// Sums and products with broadcasting.
  static let arithmetic: [String: DerivativeRule] = [
    "Identity": { adjoint, graph throws(RuleError) in [try adjoint.gradient()] },

    "Add": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      return adjoint.node.inputs.map { graph.unbroadcast(gradient, to: graph.shape($0)) }
    },

    "Sub": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      return [
        graph.unbroadcast(gradient, to: graph.shape(node.inputs[0])),
        adjoint.needs(1)
          ? graph.unbroadcast(graph.unary("Neg", gradient), to: graph.shape(node.inputs[1])) : nil,
      ]
    },

    "Mul": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      return (0..<2).map { index in
        guard adjoint.needs(index) else { return nil }
        let product = graph.multiply(gradient, node.inputs[1 - index])
        return graph.unbroadcast(product, to: graph.shape(node.inputs[index]))
      }
    },

    "Div": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let (numerator, denominator) = (adjoint.node.inputs[0], adjoint.node.inputs[1])
      let direct = graph.divide(gradient, denominator)
      // d(a/b)/db = -(a/b)/b
      let indirect =
        adjoint.needs(1)
        ? graph.unary("Neg", graph.multiply(direct, adjoint.node.outputs[0])) : nil
      return [
        graph.unbroadcast(direct, to: graph.shape(numerator)),
        indirect.map { graph.unbroadcast($0, to: graph.shape(denominator)) },
      ]
    },
  ]
}
