/// One node on the way back: what it is, and the derivative of the loss with respect to its outputs.
package struct Adjoint {
  package let node: Graph.Node
  /// One an output; nil where the loss does not depend on it.
  package let gradients: [String?]
  /// One an input: whether its derivative is wanted.
  package let needed: [Bool]

  /// The derivative with respect to the first output.
  package func gradient() throws(RuleError) -> String {
    guard let gradient = gradients.first ?? nil else { throw RuleError("is used through a secondary output only") }
    return gradient
  }

  /// Whether the derivative with respect to an input is wanted.
  package func needs(_ index: Int) -> Bool {
    index < needed.count && needed[index]
  }
}

/// Why a rule does not apply to a node; completes the sentence "operator X (node N) …".
package struct RuleError: Error, Sendable {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }
}

/// Appends the nodes of a derivative: from those of a node's outputs to those of its inputs, nil where there is none.
package typealias DerivativeRule = @Sendable (Adjoint, inout Graph) throws(RuleError) -> [String?]

/// The derivative of every operator that is known, one family a file.
package enum DerivativeRules {
  private static let table: [String: DerivativeRule] = [
    activations, arithmetic, convolutions, elementaryFunctions, matrices, normalizations, pooling, reductions, resizing,
    shapes,
  ].reduce(into: [:]) { table, family in
    table.merge(family) { first, _ in first }
  }

  /// The rule for a node, or nil for an operator that has none.
  package static func rule(for node: Graph.Node) -> DerivativeRule? {
    table[node.domain.isEmpty ? node.operation : "\(node.domain).\(node.operation)"]
  }

  /// The operators that have a rule.
  package static var operators: [String] { table.keys.sorted() }
}
