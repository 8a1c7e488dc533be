extension DerivativeRules {
  /// Normalisation by statistics of the tensor itself.
  static let normalizations: [String: DerivativeRule] = [
    // With z the standardised value and g its gradient: (g - mean(g) - z · mean(g·z)) / deviation (Ioffe & Szegedy 2015).
    Composite.domain + "." + Composite.standardize: { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let (standard, inverse) = (adjoint.node.outputs[0], adjoint.node.outputs[1])
      let axes = adjoint.node.integers("axes") ?? []
      let mean = graph.reduce("ReduceMean", gradient, axes: axes)
      let correlation = graph.reduce("ReduceMean", graph.multiply(gradient, standard), axes: axes)
      let rest = graph.subtract(graph.subtract(gradient, mean), graph.multiply(standard, correlation))
      return [graph.multiply(rest, inverse)]
    }
  ]
}
