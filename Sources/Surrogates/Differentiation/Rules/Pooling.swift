extension DerivativeRules {
  /// Pooling over windows.
  static let pooling: [String: DerivativeRule] = [
    "MaxPool": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let window = PoolingWindow(adjoint.node, in: graph)
      if let factor = window.tile {
        return [graph.tiledMaximumGradient(of: adjoint.node, gradient: gradient, factor: factor)]
      }
      return [graph.maximumGradient(of: adjoint.node, gradient: gradient)]
    },

    "AveragePool": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let window = PoolingWindow(adjoint.node, in: graph)
      if let factor = window.tile {
        return [graph.multiply(graph.enlarge(gradient, factor: factor), by: 1 / Float(factor * factor))]
      }
      guard window.kernel.count == 2 else { throw RuleError("has a derivative only in two dimensions") }
      // A convolution of every channel by itself with equal weights, every sum divided by how many it is of.
      let channels = window.input[1]
      let counts = window.counts(output: graph.shape(gradient))
      let share = graph.add(
        Constant(shape: [1, 1] + graph.shape(gradient)[2...], floats: counts.map { 1 / $0 }), hint: "share")
      let ones = Constant(
        shape: [channels, 1] + window.kernel,
        floats: repeatElement(1, count: channels * window.kernel[0] * window.kernel[1]))
      return [
        try window.geometry.appendInputGradient(graph.multiply(gradient, share), weights: ones, to: &graph)
      ]
    },
  ]
}

/// The windows of a pooling operator.
struct PoolingWindow {
  let input: [Int]
  let kernel: [Int]
  let strides: [Int]
  private let dilations: [Int]
  /// Top, left, bottom, right.
  private let pads: [Int]
  /// Whether windows may hang over the lower and right edge.
  private let hangsOver: Bool
  /// Whether padding counts in a mean.
  private let countsPadding: Bool

  init(_ node: Graph.Node, in graph: Graph) {
    input = graph.shape(node.inputs[0])
    kernel = node.integers("kernel_shape") ?? []
    strides = node.integers("strides") ?? kernel.map { _ in 1 }
    dilations = node.integers("dilations") ?? kernel.map { _ in 1 }
    pads = node.integers("pads") ?? kernel.map { _ in 0 } + kernel.map { _ in 0 }
    hangsOver = node.integer("ceil_mode", default: 0) != 0
    countsPadding = node.integer("count_include_pad", default: 0) != 0
  }

  /// The same windows as those of a convolution of every channel by itself.
  var geometry: ConvolutionGeometry {
    var geometry = ConvolutionGeometry(input: input, kernel: kernel, strides: strides, groups: input[1])
    geometry.pads = pads
    geometry.dilations = dilations
    return geometry
  }

  /// Of how many pixels every mean is, row after row.
  func counts(output: [Int]) -> [Float] {
    let (rows, columns) = (counts(output: output, axis: 0), counts(output: output, axis: 1))
    return rows.flatMap { row in columns.map { Float(row * $0) } }
  }

  private func counts(output: [Int], axis: Int) -> [Int] {
    let counted =
      countsPadding
      ? -pads[axis]..<input[axis + 2] + pads[axis + 2] : 0..<input[axis + 2]
    return (0..<output[axis + 2]).map { index in
      let first = index * strides[axis] - pads[axis]
      return (0..<kernel[axis]).count { counted.contains(first + $0 * dilations[axis]) }
    }
  }

  /// The side of square windows that tile the input without a rest.
  var tile: Int? {
    guard kernel.count == 2, kernel[0] == kernel[1], strides == kernel, pads.allSatisfy({ $0 == 0 }),
      dilations.allSatisfy({ $0 == 1 }), !hangsOver, input[2] % kernel[0] == 0, input[3] % kernel[0] == 0
    else { return nil }
    return kernel[0]
  }
}

extension Graph {
  /// The derivative of a maximum over tiles: each goes to the pixels that attain it, in equal parts.
  ///
  /// Several do where a picture is flat; then any split is a subgradient, and this one favours no direction.
  mutating func tiledMaximumGradient(of node: Node, gradient: String, factor: Int) -> String {
    // Nothing here leaves the blocked layout of ONNX Runtime's convolutions at the full size.
    let below = add(node.inputs[0], enlarge(rescaled(node.outputs[0], by: -1), factor: factor))
    // 1 where the difference is 0, 0 where it is negative.
    let attained = unary("HardSigmoid", below, ["alpha": .number(1e38), "beta": .number(1)])
    let share = pool("AveragePool", attained, kernel: factor, stride: factor)
    let part = rescaled(divide(gradient, share), by: 1 / Float(factor * factor))
    return multiply(enlarge(part, factor: factor), attained)
  }

  /// The derivative of a maximum over any windows: added at the place of each maximum, the first where several are equal.
  mutating func maximumGradient(of node: Node, gradient: String) -> String {
    let source = shape(node.inputs[0])
    let count = source.elementCount
    let flat = [shape(gradient).elementCount]
    // The same pooling again, for the places.
    let (again, places) = (freshName("maxpool"), freshName("places"))
    nodes.append(
      Node(
        operation: "MaxPool", inputs: [node.inputs[0]], outputs: [again, places],
        attributes: node.attributes))
    shapes[again] = shape(gradient)
    shapes[places] = shape(gradient)
    let zero = add(Constant(shape: [1], floats: [0]), hint: "zero")
    let empty = emit("Expand", [zero, add(Constant(integers: [count]), hint: "shape")], shape: [count])
    let scattered = emit(
      "ScatterElements", [empty, reshape(places, to: flat), reshape(gradient, to: flat)],
      ["axis": .integer(0), "reduction": .text("add")], shape: [count])
    return reshape(scattered, to: source)
  }
}
