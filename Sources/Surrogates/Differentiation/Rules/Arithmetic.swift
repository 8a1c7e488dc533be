extension DerivativeRules {
  /// Sums and products with broadcasting.
  static let arithmetic: [String: DerivativeRule] = [
    "Identity": { adjoint, graph throws(RuleError) in [try adjoint.gradient()] },
    "Cast": { adjoint, graph throws(RuleError) in
      guard adjoint.node.integer("to", default: 1) == 1 else { throw RuleError("turns the picture into integers") }
      return [try adjoint.gradient()]
    },

    "Add": sum,
    "Sum": sum,

    "Mean": { adjoint, graph throws(RuleError) in
      let gradient = graph.multiply(try adjoint.gradient(), by: 1 / Float(adjoint.node.inputs.count))
      return graph.unbroadcast(gradient, toInputsOf: adjoint)
    },

    "Sub": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      return [
        adjoint.needs(0) ? graph.unbroadcast(gradient, to: graph.shape(node.inputs[0])) : nil,
        adjoint.needs(1) ? graph.unbroadcast(graph.unary("Neg", gradient), to: graph.shape(node.inputs[1])) : nil,
      ]
    },

    "Mul": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      return (0..<2).map { index in
        guard adjoint.needs(index) else { return nil }
        let product = graph.multiply(gradient, node.inputs[1 - index])
        return graph.unbroadcast(product, to: graph.shape(node.inputs[index]))
      }
    },

    "Div": { adjoint, graph throws(RuleError) in
      let (numerator, denominator) = (adjoint.node.inputs[0], adjoint.node.inputs[1])
      let direct = graph.divide(try adjoint.gradient(), denominator)
      // d(a/b)/db = -(a/b)/b
      let indirect =
        adjoint.needs(1)
        ? graph.unary("Neg", graph.multiply(direct, adjoint.node.outputs[0])) : nil
      return [
        adjoint.needs(0) ? graph.unbroadcast(direct, to: graph.shape(numerator)) : nil,
        indirect.map { graph.unbroadcast($0, to: graph.shape(denominator)) },
      ]
    },

    "Pow": { adjoint, graph throws(RuleError) in
      guard !adjoint.needs(1), let exponent = graph.constants[adjoint.node.inputs[1]]?.numbers, exponent.count == 1
      else { throw RuleError("has an exponent that is not one constant") }
      // xᵉ' = e · xᵉ⁻¹
      let input = adjoint.node.inputs[0]
      let power =
        exponent[0] == 2 ? input : graph.binary("Pow", input, graph.scalar(exponent[0] - 1))
      let derivative = graph.multiply(power, by: exponent[0])
      return [graph.multiply(try adjoint.gradient(), derivative), nil]
    },

    "Max": { adjoint, graph throws(RuleError) in try graph.extremeGradient(adjoint, wins: "GreaterOrEqual") },
    "Min": { adjoint, graph throws(RuleError) in try graph.extremeGradient(adjoint, wins: "LessOrEqual") },

    "Where": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let node = adjoint.node
      let condition = node.inputs[0]
      let kept = adjoint.needs(1) ? graph.masked(gradient, where: condition) : nil
      let rest = adjoint.needs(2) ? graph.masked(gradient, where: graph.unary("Not", condition)) : nil
      return [
        nil, kept.map { graph.unbroadcast($0, to: graph.shape(node.inputs[1])) },
        rest.map { graph.unbroadcast($0, to: graph.shape(node.inputs[2])) },
      ]
    },
  ]

  private static let sum: DerivativeRule = { adjoint, graph throws(RuleError) in
    graph.unbroadcast(try adjoint.gradient(), toInputsOf: adjoint)
  }
}

extension Graph {
  /// What every input of a sum gets that wants it.
  fileprivate mutating func unbroadcast(_ gradient: String, toInputsOf adjoint: Adjoint) -> [String?] {
    adjoint.node.inputs.indices.map { index in
      adjoint.needs(index) ? unbroadcast(gradient, to: shape(adjoint.node.inputs[index])) : nil
    }
  }

  /// The derivative of the larger or smaller of two; of equals, the first has it.
  fileprivate mutating func extremeGradient(_ adjoint: Adjoint, wins: String) throws(RuleError) -> [String?] {
    let gradient = try adjoint.gradient()
    let inputs = adjoint.node.inputs
    guard inputs.count <= 2 else { throw RuleError("compares more than two values") }
    guard inputs.count == 2 else { return [gradient] }
    let first = binary(wins, inputs[0], inputs[1])
    return (0..<2).map { index in
      guard adjoint.needs(index) else { return nil }
      let condition = index == 0 ? first : unary("Not", first)
      return unbroadcast(masked(gradient, where: condition), to: shape(inputs[index]))
    }
  }
}
