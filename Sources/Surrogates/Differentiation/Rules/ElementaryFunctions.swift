extension DerivativeRules {
  /// Functions of analysis, applied to every element.
  static let elementaryFunctions: [String: DerivativeRule] = [
    "Neg": { adjoint, graph throws(RuleError) in [graph.unary("Neg", try adjoint.gradient())] },
    "Abs": { adjoint, graph throws(RuleError) in
      [graph.multiply(try adjoint.gradient(), graph.sign(adjoint.node.inputs[0]))]
    },
    "Exp": { adjoint, graph throws(RuleError) in [graph.multiply(try adjoint.gradient(), adjoint.node.outputs[0])] },
    "Log": { adjoint, graph throws(RuleError) in [graph.divide(try adjoint.gradient(), adjoint.node.inputs[0])] },
    "Sqrt": { adjoint, graph throws(RuleError) in
      [graph.divide(graph.multiply(try adjoint.gradient(), by: 0.5), adjoint.node.outputs[0])]
    },
    "Reciprocal": { adjoint, graph throws(RuleError) in
      let output = adjoint.node.outputs[0]
      return [graph.unary("Neg", graph.multiply(try adjoint.gradient(), graph.multiply(output, output)))]
    },
    "Sin": { adjoint, graph throws(RuleError) in
      [graph.multiply(try adjoint.gradient(), graph.unary("Cos", adjoint.node.inputs[0]))]
    },
    "Cos": { adjoint, graph throws(RuleError) in
      let slope = graph.unary("Neg", graph.unary("Sin", adjoint.node.inputs[0]))
      return [graph.multiply(try adjoint.gradient(), slope)]
    },
  ]
}
