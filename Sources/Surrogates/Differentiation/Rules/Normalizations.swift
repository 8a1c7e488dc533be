extension DerivativeRules {
  /// Normalisation by statistics of the tensor itself.
  static let normalizations: [String: DerivativeRule] = [
    "GroupNormalization": { adjoint, graph throws(RuleError) in
      let node = adjoint.node
      let groups = node.integer("num_groups", default: 1)
      let shape = graph.shape(node.inputs[0])
      let scale = graph.reshape(node.inputs[1], to: [1, shape[1]] + shape[2...].map { _ in 1 })
      let scaled = graph.multiply(try adjoint.gradient(), scale)
      let rows = [shape[0], groups, shape.elementCount / shape[0] / groups]
      let inner = graph.standardizationGradient(
        of: graph.reshape(node.inputs[0], to: rows), gradient: graph.reshape(scaled, to: rows), axes: [2],
        epsilon: node.number("epsilon", default: 1e-5))
      return [graph.reshape(inner, to: shape)]
    }
  ]
}

extension Graph {
  /// The derivative of `(x - mean) / sqrt(variance + epsilon)`, mean and variance over `axes`.
  ///
  /// With z the standardised value and g its gradient: (g - mean(g) - z · mean(g·z)) / deviation (Ioffe & Szegedy 2015).
  mutating func standardizationGradient(of x: String, gradient: String, axes: [Int], epsilon: Float) -> String {
    let centred = subtract(x, reduce("ReduceMean", x, axes: axes))
    let variance = reduce("ReduceMean", multiply(centred, centred), axes: axes)
    let inverse = unary("Reciprocal", unary("Sqrt", add(variance, constant: epsilon)))
    let standard = multiply(centred, inverse)
    let mean = reduce("ReduceMean", gradient, axes: axes)
    let correlation = reduce("ReduceMean", multiply(gradient, standard), axes: axes)
    let rest = subtract(subtract(gradient, mean), multiply(standard, correlation))
    return multiply(rest, inverse)
  }
}
