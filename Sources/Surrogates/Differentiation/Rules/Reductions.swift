extension DerivativeRules {
  /// Sums and the like over axes.
  static let reductions: [String: DerivativeRule] = [
    "ReduceSum": { adjoint, graph throws(RuleError) in
      let reduction = try Reduction(adjoint, in: &graph)
      return [graph.expand(reduction.gradient, to: reduction.shape)]
    },
    "ReduceMean": { adjoint, graph throws(RuleError) in
      let reduction = try Reduction(adjoint, in: &graph)
      return [graph.expand(graph.multiply(reduction.gradient, by: 1 / Float(reduction.count)), to: reduction.shape)]
    },
    "ReduceSumSquare": { adjoint, graph throws(RuleError) in
      let reduction = try Reduction(adjoint, in: &graph)
      return [graph.multiply(graph.multiply(reduction.gradient, by: 2), adjoint.node.inputs[0])]
    },
    "ReduceL1": { adjoint, graph throws(RuleError) in
      let reduction = try Reduction(adjoint, in: &graph)
      return [graph.multiply(reduction.gradient, graph.sign(adjoint.node.inputs[0]))]
    },
    "ReduceL2": { adjoint, graph throws(RuleError) in
      // x / ‖x‖, and zero at the origin
      let reduction = try Reduction(adjoint, in: &graph)
      let norm = graph.binary("Max", reduction.output, graph.scalar(.leastNormalMagnitude))
      return [graph.multiply(graph.divide(reduction.gradient, norm), adjoint.node.inputs[0])]
    },
    "ReduceLogSumExp": { adjoint, graph throws(RuleError) in
      let reduction = try Reduction(adjoint, in: &graph)
      let share = graph.unary("Exp", graph.subtract(adjoint.node.inputs[0], reduction.output))
      return [graph.multiply(reduction.gradient, share)]
    },
    "ReduceMax": { adjoint, graph throws(RuleError) in [try graph.extremeGradient(adjoint)] },
    "ReduceMin": { adjoint, graph throws(RuleError) in [try graph.extremeGradient(adjoint)] },

    "GlobalAveragePool": { adjoint, graph throws(RuleError) in
      let shape = graph.shape(adjoint.node.inputs[0])
      let share = 1 / Float(Array(shape.dropFirst(2)).elementCount)
      return [graph.expand(graph.multiply(try adjoint.gradient(), by: share), to: shape)]
    },
    "GlobalMaxPool": { adjoint, graph throws(RuleError) in
      let input = adjoint.node.inputs[0]
      let axes = Array(graph.shape(input).indices.dropFirst(2))
      return [
        graph.share(try adjoint.gradient(), amongEqual: input, to: adjoint.node.outputs[0], axes: axes)
      ]
    },
  ]
}

/// A reduction seen from behind: with every reduced axis kept at length 1, so that things broadcast.
private struct Reduction {
  let shape: [Int]
  let axes: [Int]
  /// How many numbers go into one.
  let count: Int
  let gradient: String
  let output: String

  init(_ adjoint: Adjoint, in graph: inout Graph) throws(RuleError) {
    let node = adjoint.node
    shape = graph.shape(node.inputs[0])
    var axes = Array(shape.indices)
    if let list = node.input(1) {
      guard let given = graph.constants[list]?.integers else { throw RuleError("has axes that are not constant") }
      if !given.isEmpty {
        axes = given.map { graph.axis($0, of: node.inputs[0]) }
      } else if node.integer("noop_with_empty_axes", default: 0) != 0 {
        axes = []
      }
    }
    guard axes.allSatisfy(shape.indices.contains) else { throw RuleError("reduces along an axis that is not there") }
    self.axes = axes
    count = axes.reduce(1) { [shape] in $0 * shape[$1] }
    let kept = shape.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
    gradient = graph.reshape(try adjoint.gradient(), to: kept)
    output = graph.reshape(node.outputs[0], to: kept)
  }
}

extension Graph {
  /// A value repeated along its axes of length 1.
  package mutating func expand(_ x: String, to target: [Int]) -> String {
    guard shape(x) != target else { return x }
    return emit("Expand", [x, add(Constant(integers: target), hint: "shape")], shape: target)
  }

  fileprivate mutating func extremeGradient(_ adjoint: Adjoint) throws(RuleError) -> String {
    let reduction = try Reduction(adjoint, in: &self)
    return share(reduction.gradient, amongEqual: adjoint.node.inputs[0], to: reduction.output, axes: reduction.axes)
  }

  /// A gradient in equal parts to the elements that attain an extreme.
  fileprivate mutating func share(
    _ gradient: String, amongEqual x: String, to extreme: String, axes: [Int]
  ) -> String {
    let attained = unary("Cast", binary("Equal", x, extreme), ["to": .integer(1)])
    let part = divide(gradient, reduce("ReduceSum", attained, axes: axes))
    return multiply(part, attained)
  }
}
