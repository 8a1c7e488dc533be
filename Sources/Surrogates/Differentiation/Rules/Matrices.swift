extension DerivativeRules {
  /// Matrix products.
  static let matrices: [String: DerivativeRule] = [
    "MatMul": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let (a, b) = (adjoint.node.inputs[0], adjoint.node.inputs[1])
      guard graph.shape(a).count >= 2, graph.shape(b).count >= 2 else {
        throw RuleError("has a derivative only for matrices, not for vectors")
      }
      return [
        adjoint.needs(0)
          ? graph.unbroadcast(graph.product(gradient, graph.transposed(b)), to: graph.shape(a)) : nil,
        adjoint.needs(1)
          ? graph.unbroadcast(graph.product(graph.transposed(a), gradient), to: graph.shape(b)) : nil,
      ]
    },

    // alpha · A' B' + beta · C, with A and B as they are or transposed.
    "Gemm": { adjoint, graph throws(RuleError) in
      let node = adjoint.node
      let gradient = try adjoint.gradient()
      let scaled = graph.multiply(gradient, by: node.number("alpha", default: 1))
      let (a, b) = (node.inputs[0], node.inputs[1])
      var contributions: [String?] = [nil, nil, nil]
      if adjoint.needs(0) {
        let right = node.integer("transB", default: 0) == 0 ? graph.transposed(b) : b
        let product = graph.product(scaled, right)
        contributions[0] = node.integer("transA", default: 0) == 0 ? product : graph.transposed(product)
      }
      if adjoint.needs(1) {
        let left = node.integer("transA", default: 0) == 0 ? graph.transposed(a) : a
        let product = graph.product(left, scaled)
        contributions[1] = node.integer("transB", default: 0) == 0 ? product : graph.transposed(product)
      }
      if adjoint.needs(2) {
        let part = graph.multiply(gradient, by: node.number("beta", default: 1))
        contributions[2] = graph.unbroadcast(part, to: graph.shape(node.inputs[2]))
      }
      return contributions
    },
  ]
}

extension Graph {
  /// A matrix product, the leading axes broadcast.
  package mutating func product(_ a: String, _ b: String) -> String {
    let (left, right) = (shape(a), shape(b))
    let batch = Self.broadcast(Array(left.dropLast(2)), Array(right.dropLast(2)))
    return emit("MatMul", [a, b], shape: batch + [left[left.count - 2], right[right.count - 1]])
  }

  /// The last two axes exchanged.
  package mutating func transposed(_ x: String) -> String {
    let rank = shape(x).count
    return transpose(x, Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
}
