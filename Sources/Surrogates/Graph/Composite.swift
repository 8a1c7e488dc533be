/// Operators that ONNX lacks or runs slowly, written as several of its own before a graph is run.
///
/// They exist because their derivative as a whole is shorter than that of their parts.
enum Composite {
  /// The operator set that marks a composite.
  static let domain = "lacquer"
  /// `(x - mean) / sqrt(variance + epsilon)` over `axes`; the second output is `1 / sqrt(variance + epsilon)`.
  static let standardize = "Standardize"

  /// The graph with every composite written out.
  static func expanded(_ graph: Graph) -> Graph {
    guard graph.nodes.contains(where: { $0.domain == domain }) else { return graph }
    var result = graph
    result.nodes = []
    for node in graph.nodes {
      if node.domain == domain, node.operation == standardize {
        result.appendStandardization(node)
      } else {
        result.nodes.append(node)
      }
    }
    return result
  }
}

extension Graph {
  /// Appends a standardisation over `axes` and returns the standardised value.
  package mutating func standardize(_ x: String, axes: [Int], epsilon: Float) -> String {
    let (standard, inverse) = (freshName("standardized"), freshName("inverse_deviation"))
    nodes.append(
      Node(
        operation: Composite.standardize, domain: Composite.domain, inputs: [x], outputs: [standard, inverse],
        attributes: ["axes": .integers(axes), "epsilon": .number(epsilon)]))
    shapes[standard] = shape(x)
    shapes[inverse] = shape(x).enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
    return standard
  }

  fileprivate mutating func appendStandardization(_ node: Node) {
    let x = node.inputs[0]
    let axes = node.integers("axes") ?? []
    let centred = subtract(x, reduce("ReduceMean", x, axes: axes))
    let count = axes.reduce(1) { $0 * shape(x)[$1] }
    let variance = multiply(reduce("ReduceSumSquare", centred, axes: axes), by: 1 / Float(count))
    let deviation = unary("Sqrt", add(variance, constant: node.number("epsilon", default: 1e-5)))
    nodes.append(Node(operation: "Reciprocal", inputs: [deviation], outputs: [node.outputs[1]]))
    nodes.append(Node(operation: "Mul", inputs: [centred, node.outputs[1]], outputs: [node.outputs[0]]))
  }
}
