/// Reverse-mode differentiation of a graph, written as more nodes of the same graph.
///
/// Only derivatives with respect to one input are needed, never those of weights, so only nodes on a way from the input
/// to a seed are looked at (reverse accumulation; Griewank & Walther, Evaluating Derivatives, 2008, ch. 3).
package enum Differentiator {
  /// Where a derivative starts: a value of the graph and the derivative of the loss with respect to it.
  package struct Seed {
    package let value: String
    package let gradient: String

    package init(value: String, gradient: String) {
      self.value = value
      self.gradient = gradient
    }
  }

  /// Appends the nodes that compute the derivative of the loss with respect to `input`, and returns its name.
  ///
  /// - Parameters:
  ///   - model: the model's name, for messages.
  ///   - nodeCount: how many of the graph's first nodes belong to the network; the seeds' nodes come after them.
  package static func appendGradient(
    to graph: inout Graph, of seeds: [Seed], withRespectTo input: String, nodeCount: Int, model: String
  ) throws(SurrogateError) -> String {
    let forward = Array(graph.nodes[..<nodeCount])
    let active = values(of: forward, dependingOn: input)
    var pending: [String: [String]] = [:]
    for seed in seeds { pending[seed.value, default: []].append(seed.gradient) }

    for node in forward.reversed() where node.outputs.contains(where: { pending[$0] != nil }) {
      guard node.inputs.contains(where: active.contains) else { continue }
      let gradients = node.outputs.map { output in total(pending.removeValue(forKey: output), in: &graph) }
      guard let rule = DerivativeRules.rule(for: node) else {
        throw .unsupportedOperator(
          model: model, operation: node.operation, node: node.name, message: "has no rule for its derivative")
      }
      let adjoint = Adjoint(node: node, gradients: gradients, needed: node.inputs.map(active.contains))
      let contributions: [String?]
      do {
        contributions = try rule(adjoint, &graph)
      } catch {
        throw .unsupportedOperator(
          model: model, operation: node.operation, node: node.name, message: error.message)
      }
      for (value, contribution) in zip(node.inputs, contributions) where active.contains(value) {
        if let contribution { pending[value, default: []].append(contribution) }
      }
    }
    guard let gradient = total(pending[input], in: &graph) else {
      throw .invalidNetwork(model: model, message: "no output that was asked for depends on the picture")
    }
    return gradient
  }

  /// Every value that changes when `input` does.
  package static func values(of nodes: [Graph.Node], dependingOn input: String) -> Set<String> {
    var active: Set<String> = [input]
    for node in nodes where node.inputs.contains(where: active.contains) && !node.isPiecewiseConstant {
      active.formUnion(node.outputs.lazy.filter { !$0.isEmpty })
    }
    return active
  }

  /// The sum of what several users of a value contribute.
  private static func total(_ contributions: [String]?, in graph: inout Graph) -> String? {
    guard let contributions, var sum = contributions.first else { return nil }
    for contribution in contributions.dropFirst() { sum = graph.add(sum, contribution) }
    return sum
  }
}

extension Graph.Node {
  /// Whether the operator's derivative is zero wherever it exists, so that nothing flows back through it.
  var isPiecewiseConstant: Bool {
    switch operation {
    case "Shape", "Size", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "And", "Or", "Xor", "Not",
      "ArgMax", "ArgMin", "Floor", "Ceil", "Round", "Sign", "IsNaN", "IsInf", "NonZero", "ConstantOfShape":
      true
    default: false
    }
  }
}
