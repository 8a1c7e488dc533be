extension DerivativeRules {
  /// Normalisation by statistics of the tensor itself, or by those of a training.
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
    },

    "BatchNormalization": { adjoint, graph throws(RuleError) in
      let node = adjoint.node
      guard let scale = graph.constants[node.inputs[1]]?.floats, let variance = graph.constants[node.inputs[4]]?.floats,
        node.integer("training_mode", default: 0) == 0
      else { throw RuleError("has statistics that are not constant") }
      let epsilon = node.number("epsilon", default: 1e-5)
      let factors = zip(scale, variance).map { $0 / ($1 + epsilon).squareRoot() }
      let shape = [factors.count] + graph.shape(node.inputs[0]).dropFirst(2).map { _ in 1 }
      let factor = graph.add(Constant(shape: shape, floats: factors), hint: "scale")
      return [graph.multiply(try adjoint.gradient(), factor)]
    },

    "Softmax": { adjoint, graph throws(RuleError) in
      // y (g - Σ g·y)
      let output = adjoint.node.outputs[0]
      let gradient = try adjoint.gradient()
      let axis = graph.axis(adjoint.node.integer("axis", default: -1), of: output)
      let sum = graph.reduce("ReduceSum", graph.multiply(gradient, output), axes: [axis])
      return [graph.multiply(output, graph.subtract(gradient, sum))]
    },

    "LogSoftmax": { adjoint, graph throws(RuleError) in
      // g - exp(y) · Σ g
      let output = adjoint.node.outputs[0]
      let gradient = try adjoint.gradient()
      let axis = graph.axis(adjoint.node.integer("axis", default: -1), of: output)
      let sum = graph.reduce("ReduceSum", gradient, axes: [axis])
      return [graph.subtract(gradient, graph.multiply(graph.unary("Exp", output), sum))]
    },
  ]
}

extension Graph {
  /// An axis counted from the front, where ONNX counts negative ones from the back.
  func axis(_ axis: Int, of value: String) -> Int {
    axis < 0 ? axis + shape(value).count : axis
  }
}
