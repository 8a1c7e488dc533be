extension DerivativeRules {
  /// Operators that move numbers without changing them.
  static let shapes: [String: DerivativeRule] = [
    "Reshape": { adjoint, graph throws(RuleError) in
      [graph.reshape(try adjoint.gradient(), to: graph.shape(adjoint.node.inputs[0]))]
    }
  ]
}
