/// Rewrites operators of a specialised graph into fewer kinds, so that fewer need a derivative: padding becomes explicit,
/// normalisations become a standardisation and an affine map, and batch statistics go into the convolution before them.
enum CanonicalForm {
  static func rewritten(_ graph: Graph, model: String) throws(SurrogateError) -> Graph {
    var result = graph
    result.nodes = []
    let uses = graph.nodes.flatMap(\.inputs).reduce(into: [:]) { counts, value in counts[value, default: 0] += 1 }
    for node in graph.nodes {
      do {
        try append(node, uses: uses, to: &result)
      } catch {
        throw .unsupportedOperator(model: model, operation: node.operation, node: node.name, message: error.message)
      }
    }
    return result
  }

  /// - Parameter uses: how many inputs of nodes every value is.
  private static func append(
    _ node: Graph.Node, uses: [String: Int], to graph: inout Graph
  ) throws(RuleError) {
    guard node.domain.isEmpty else {
      graph.nodes.append(node)
      return
    }
    let input = node.inputs.first ?? ""
    let rank = graph.shape(input).count
    // ONNX Runtime lets some operators pass whose axis is not there.
    if case .integer(let axis)? = node.attributes["axis"] {
      let past = node.operation == "Flatten" ? rank + 1 : max(1, rank)
      guard (-rank..<past).contains(axis) else { throw RuleError("has no axis \(axis)") }
    }
    switch node.operation {
    case "Conv", "ConvTranspose", "MaxPool", "AveragePool":
      graph.nodes.append(try explicitPadding(node, in: graph))
    case "BatchNormalization":
      let isOnly = uses[input] == 1 && !graph.outputs.contains(input)
      if !isOnly || !foldIntoConvolution(node, in: &graph) { graph.nodes.append(node) }
    case "InstanceNormalization":
      let standard = graph.standardize(input, axes: Array(2..<rank), epsilon: node.number("epsilon", default: 1e-5))
      guard rank > 1 else { throw RuleError("has no channels") }
      appendAffine(node, standard, scaleShape: channelShape(graph.shape(input)), to: &graph)
    case "LayerNormalization":
      guard node.outputs.count == 1 else { throw RuleError("gives its statistics away, which have no derivative") }
      guard rank > 0 else { throw RuleError("has no axes") }
      let axis = graph.axis(node.integer("axis", default: -1), of: input)
      let standard = graph.standardize(
        input, axes: Array(axis..<rank), epsilon: node.number("epsilon", default: 1e-5))
      appendAffine(node, standard, scaleShape: Array(graph.shape(input)[axis...]), to: &graph)
    case "GroupNormalization":
      try appendGroupNormalization(node, to: &graph)
    case "LpNormalization":
      guard node.integer("p", default: 2) == 2 else { throw RuleError("normalises by another norm than the second") }
      let axis = graph.axis(node.integer("axis", default: -1), of: input)
      let norm = graph.reduce("ReduceL2", input, axes: [axis])
      graph.nodes.append(
        Graph.Node(operation: "Div", name: node.name, inputs: [input, norm], outputs: node.outputs))
    default:
      graph.nodes.append(node)
    }
  }

  /// `scale · standard + bias` under the name of the node's output.
  private static func appendAffine(
    _ node: Graph.Node, _ standard: String, scaleShape: [Int], to graph: inout Graph
  ) {
    var value = graph.multiply(standard, graph.reshape(node.inputs[1], to: scaleShape))
    if let bias = node.input(2) { value = graph.add(value, graph.reshape(bias, to: scaleShape)) }
    graph.rename(value, to: node.outputs[0])
  }

  private static func appendGroupNormalization(_ node: Graph.Node, to graph: inout Graph) throws(RuleError) {
    let shape = graph.shape(node.inputs[0])
    let groups = node.integer("num_groups", default: 1)
    guard shape.count > 1, groups > 0, shape[0] > 0, shape[1] % groups == 0 else {
      throw RuleError("has groups that do not fit its channels")
    }
    let rows = graph.reshape(node.inputs[0], to: [shape[0], groups, shape.elementCount / (shape[0] * groups)])
    let standard = graph.reshape(
      graph.standardize(rows, axes: [2], epsilon: node.number("epsilon", default: 1e-5)), to: shape)
    appendAffine(node, standard, scaleShape: channelShape(shape), to: &graph)
  }

  private static func channelShape(_ shape: [Int]) -> [Int] {
    [shape[1]] + shape.dropFirst(2).map { _ in 1 }
  }

  /// `auto_pad` as numbers (ONNX, Conv).
  private static func explicitPadding(_ node: Graph.Node, in graph: Graph) throws(RuleError) -> Graph.Node {
    let mode = node.text("auto_pad", default: "NOTSET")
    guard mode != "NOTSET" else { return node }
    var node = node
    node.attributes["auto_pad"] = nil
    guard mode != "VALID" else { return node }
    guard node.operation != "ConvTranspose" else { throw RuleError("pads by itself; export it with explicit padding") }
    let (source, target) = (graph.shape(node.inputs[0]), graph.shape(node.outputs[0]))
    let kernel = node.integers("kernel_shape") ?? Array(graph.shape(node.inputs[1]).dropFirst(2))
    let ones = kernel.map { _ in 1 }
    let (strides, dilations) = (node.integers("strides") ?? ones, node.integers("dilations") ?? ones)
    guard (strides + dilations + kernel).allSatisfy((1...1 << 16).contains), strides.count == kernel.count,
      dilations.count == kernel.count, source.count == kernel.count + 2, target.count == source.count
    else { throw RuleError("has a kernel, strides or dilations that cannot be") }
    var (before, after): ([Int], [Int]) = ([], [])
    for axis in kernel.indices {
      let reach = (target[axis + 2] - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1
      let total = max(0, reach - source[axis + 2])
      let smaller = total / 2
      before.append(mode == "SAME_LOWER" ? total - smaller : smaller)
      after.append(mode == "SAME_LOWER" ? smaller : total - smaller)
    }
    node.attributes["pads"] = .integers(before + after)
    return node
  }

  /// Multiplies the statistics into the weights of a convolution that nothing else listens to.
  private static func foldIntoConvolution(_ node: Graph.Node, in graph: inout Graph) -> Bool {
    guard node.inputs.count > 4, let index = graph.nodes.lastIndex(where: { $0.outputs.first == node.inputs[0] }),
      graph.nodes[index].operation == "Conv", node.integer("training_mode", default: 0) == 0,
      let weights = graph.constants[graph.nodes[index].inputs[1]], weights.shape.first ?? 0 > 0,
      var numbers = weights.floats
    else { return false }
    let statistics = node.inputs[1...4].compactMap { graph.constants[$0]?.floats }
    guard statistics.count == 4, statistics.allSatisfy({ $0.count == weights.shape[0] }) else { return false }
    var shifts = ContiguousArray<Float>(repeating: 0, count: weights.shape[0])
    if let bias = graph.nodes[index].input(2) {
      guard let old = graph.constants[bias]?.floats, old.count == shifts.count else { return false }
      shifts = old
    }
    let epsilon = node.number("epsilon", default: 1e-5)
    let size = weights.count / weights.shape[0]
    for channel in 0..<weights.shape[0] {
      let factor = statistics[0][channel] / (statistics[3][channel] + epsilon).squareRoot()
      for tap in channel * size..<(channel + 1) * size { numbers[tap] *= factor }
      shifts[channel] = (shifts[channel] - statistics[2][channel]) * factor + statistics[1][channel]
    }
    let name = graph.add(Constant(shape: weights.shape, values: .floats(numbers)), hint: "weights")
    let shift = graph.add(Constant(shape: [shifts.count], values: .floats(shifts)), hint: "bias")
    graph.nodes[index].inputs = [graph.nodes[index].inputs[0], name, shift]
    graph.nodes[index].outputs = node.outputs
    return true
  }
}

extension Graph {
  /// Gives the value that was computed last another name.
  fileprivate mutating func rename(_ value: String, to name: String) {
    guard let index = nodes.lastIndex(where: { $0.outputs.contains(value) }) else { return }
    nodes[index].outputs = nodes[index].outputs.map { $0 == value ? name : $0 }
    shapes[name] = shapes.removeValue(forKey: value)
  }
}
