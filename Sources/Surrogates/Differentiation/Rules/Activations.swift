extension DerivativeRules {
  /// Functions of one number, applied to every element.
  static let activations: [String: DerivativeRule] = [
    "Relu": { adjoint, graph throws(RuleError) in
      [graph.multiply(try adjoint.gradient(), graph.positive(adjoint.node.outputs[0]))]
    },

    "LeakyRelu": { adjoint, graph throws(RuleError) in
      let slope = adjoint.node.number("alpha", default: 0.01)
      let factor = graph.rescaled(graph.positive(adjoint.node.inputs[0]), by: 1 - slope, shift: slope)
      return [graph.multiply(try adjoint.gradient(), factor)]
    },

    "PRelu": { adjoint, graph throws(RuleError) in
      guard !adjoint.needs(1) else { throw RuleError("has a slope that depends on the picture") }
      // 1 above zero, the slope below.
      let positive = graph.positive(adjoint.node.inputs[0])
      let rest = graph.multiply(graph.subtract(graph.scalar(1), positive), adjoint.node.inputs[1])
      return [graph.multiply(try adjoint.gradient(), graph.add(positive, rest)), nil]
    },

    "Elu": { adjoint, graph throws(RuleError) in
      // Below zero the output is a (eˣ - 1), whose derivative is itself + a.
      let scale = adjoint.node.number("alpha", default: 1)
      let below = graph.unary("Neg", graph.unary("Relu", graph.unary("Neg", adjoint.node.outputs[0])))
      let positive = graph.positive(adjoint.node.inputs[0])
      let rest = graph.multiply(graph.subtract(graph.scalar(1), positive), graph.add(below, constant: scale))
      return [graph.multiply(try adjoint.gradient(), graph.add(positive, rest))]
    },

    "Clip": { adjoint, graph throws(RuleError) in
      let input = adjoint.node.inputs[0]
      var gradient = try adjoint.gradient()
      // The bounds themselves count as inside, as in the frameworks that networks are trained in.
      if let lowest = adjoint.node.input(1) {
        gradient = graph.masked(gradient, where: graph.binary("GreaterOrEqual", input, lowest))
      }
      if let highest = adjoint.node.input(2) {
        gradient = graph.masked(gradient, where: graph.binary("LessOrEqual", input, highest))
      }
      return [gradient]
    },

    "Sigmoid": { adjoint, graph throws(RuleError) in
      // s' = s (1 - s)
      let output = adjoint.node.outputs[0]
      let rest = graph.subtract(graph.scalar(1), output)
      return [graph.multiply(try adjoint.gradient(), graph.multiply(output, rest))]
    },

    "HardSigmoid": { adjoint, graph throws(RuleError) in
      let slope = adjoint.node.number("alpha", default: 0.2)
      let shift = adjoint.node.number("beta", default: 0.5)
      let inside = graph.tent(graph.add(graph.multiply(adjoint.node.inputs[0], by: slope), constant: shift))
      return [graph.multiply(try adjoint.gradient(), graph.multiply(inside, by: slope))]
    },

    "HardSwish": { adjoint, graph throws(RuleError) in
      // x · h(x) with h = min(1, max(0, x/6 + 1/2)): h + x/6 where h is neither 0 nor 1.
      let input = adjoint.node.inputs[0]
      let gate = graph.unary("HardSigmoid", input, ["alpha": .number(1 / 6), "beta": .number(0.5)])
      let inside = graph.multiply(graph.tent(gate), graph.multiply(input, by: 1 / 6))
      return [graph.multiply(try adjoint.gradient(), graph.add(gate, inside))]
    },

    "Tanh": { adjoint, graph throws(RuleError) in
      // t' = 1 - t²
      let output = adjoint.node.outputs[0]
      let rest = graph.subtract(graph.scalar(1), graph.multiply(output, output))
      return [graph.multiply(try adjoint.gradient(), rest)]
    },

    "Softplus": { adjoint, graph throws(RuleError) in
      [graph.multiply(try adjoint.gradient(), graph.unary("Sigmoid", adjoint.node.inputs[0]))]
    },

    "Softsign": { adjoint, graph throws(RuleError) in
      // x / (1 + |x|): 1 / (1 + |x|)²
      let scale = graph.add(graph.unary("Abs", adjoint.node.inputs[0]), constant: 1)
      return [graph.divide(try adjoint.gradient(), graph.multiply(scale, scale))]
    },

    "Mish": { adjoint, graph throws(RuleError) in
      // x · t with t = tanh(softplus x): t + x · (1 - t²) · sigmoid x
      let input = adjoint.node.inputs[0]
      let gate = graph.unary("Tanh", graph.unary("Softplus", input))
      let slope = graph.subtract(graph.scalar(1), graph.multiply(gate, gate))
      let rest = graph.multiply(graph.multiply(input, graph.unary("Sigmoid", input)), slope)
      return [graph.multiply(try adjoint.gradient(), graph.add(gate, rest))]
    },

    "Gelu": { adjoint, graph throws(RuleError) in
      let input = adjoint.node.inputs[0]
      let derivative =
        adjoint.node.text("approximate", default: "none") == "tanh"
        ? graph.approximateGeluDerivative(input) : graph.geluDerivative(input)
      return [graph.multiply(try adjoint.gradient(), derivative)]
    },

    "Erf": { adjoint, graph throws(RuleError) in
      // 2/√π · exp(-x²)
      let square = graph.multiply(adjoint.node.inputs[0], adjoint.node.inputs[0])
      let bell = graph.multiply(graph.unary("Exp", graph.unary("Neg", square)), by: 2 / Float.pi.squareRoot())
      return [graph.multiply(try adjoint.gradient(), bell)]
    },
  ]
}

extension Graph {
  /// 1 where a value is positive, 0 elsewhere.
  ///
  /// A hard sigmoid so steep that every positive number saturates it. Unlike a comparison it stays in the blocked layout
  /// of ONNX Runtime's convolutions, and a product with it is ten times faster than `Where`.
  mutating func positive(_ x: String) -> String {
    unary("HardSigmoid", x, ["alpha": .number(1e38), "beta": .number(0)])
  }

  /// 1 where a value is positive, -1 where it is negative, 0 where it is neither; like ``positive(_:)`` in the blocked layout, and many
  /// times faster than `Sign`.
  mutating func sign(_ x: String) -> String {
    let half = unary("HardSigmoid", x, ["alpha": .number(1e38), "beta": .number(0.5)])
    return rescaled(half, by: 2, shift: -1)
  }

  /// 1 where a value lies strictly between 0 and 1, 0 elsewhere.
  fileprivate mutating func tent(_ x: String) -> String {
    multiply(positive(x), positive(subtract(scalar(1), x)))
  }

  /// A value where a condition holds, and zero elsewhere.
  mutating func masked(_ x: String, where condition: String) -> String {
    let mask = unary("Cast", condition, ["to": .integer(1)])
    return multiply(x, mask)
  }

  /// Of x · Φ(x): Φ(x) + x · φ(x), with the normal distribution Φ and its density φ (Hendrycks & Gimpel 2016).
  fileprivate mutating func geluDerivative(_ x: String) -> String {
    let error = unary("Erf", multiply(x, by: Float(0.5).squareRoot()))
    let distribution = multiply(add(error, constant: 1), by: 0.5)
    let bell = unary("Exp", multiply(multiply(x, x), by: -0.5))
    let density = multiply(multiply(x, bell), by: 1 / (2 * Float.pi).squareRoot())
    return add(distribution, density)
  }

  /// Of x/2 · (1 + tanh u) with u = √(2/π) (x + 0.044715 x³): (1 + t)/2 + x/2 · (1 - t²) · u'.
  fileprivate mutating func approximateGeluDerivative(_ x: String) -> String {
    let (scale, cubic): (Float, Float) = ((2 / Float.pi).squareRoot(), 0.044715)
    let square = multiply(x, x)
    let argument = multiply(multiply(x, add(multiply(square, by: cubic), constant: 1)), by: scale)
    let gate = unary("Tanh", argument)
    let inner = multiply(add(multiply(square, by: 3 * cubic), constant: 1), by: scale)
    let slope = multiply(subtract(scalar(1), multiply(gate, gate)), inner)
    return multiply(add(add(gate, constant: 1), multiply(x, slope)), by: 0.5)
  }
}
