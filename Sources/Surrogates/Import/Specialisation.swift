/// Fits an imported graph to one picture size: every shape becomes known, and whatever does not depend on the picture's
/// pixels becomes a constant.
///
/// ONNX Runtime itself is asked, by running the graph once: so shapes are right for every operator that it has, and all
/// the arithmetic on shapes that exporters write is done by those who defined it.
enum Specialisation {
  /// - Parameters:
  ///   - graph: nodes and constants without shapes.
  ///   - input: the picture's name.
  ///   - shape: the picture's shape.
  ///   - outputs: the values that are wanted; nodes that none of them needs are left out.
  static func specialised(
    _ graph: Graph, input: String, shape: [Int], outputs: [String], model: String, runtime: Runtime
  ) throws(SurrogateError) -> Graph {
    let nodes = needed(graph.nodes, for: outputs)
    // Nodes that see nothing but constants and shapes give the same for every picture.
    var varying: Set<String> = [input]
    for node in nodes where isVarying(node, varying) { varying.formUnion(node.outputs.filter { !$0.isEmpty }) }
    guard outputs.allSatisfy(varying.contains) else {
      let fixed = outputs.filter { !varying.contains($0) }
      throw .invalidNetwork(model: model, message: "\(fixed.joined(separator: ", ")) does not depend on the picture")
    }
    let kept = nodes.filter { isVarying($0, varying) }
    let used = Set(kept.flatMap(\.inputs))
    let foldable = nodes.filter { !isVarying($0, varying) }.flatMap(\.outputs).filter(used.contains)
    let measured = kept.flatMap(\.outputs).filter { !$0.isEmpty }

    var probe = graph
    probe.inputs = []
    _ = probe.addInput(input, shape: shape)
    probe.nodes = nodes
    probe.outputs = foldable + measured.map { probe.emit("Shape", [$0], shape: []) }
    let compiled = try CompiledGraph(probe, name: model, runtime: runtime, options: .init())
    let grey = Tensor(shape: shape, repeating: 0.5)
    let results = try compiled.run([grey]) { outputs in outputs.map(\.constant) }

    var result = Graph()
    _ = result.addInput(input, shape: shape)
    result.nodes = kept
    result.outputs = outputs
    for (name, constant) in graph.constants where used.contains(name) { result.define(name, constant) }
    for (name, constant) in zip(foldable, results) { result.define(name, constant) }
    for (name, measure) in zip(measured, results.dropFirst(foldable.count)) {
      result.shapes[name] = measure.integers ?? []
    }
    return result
  }

  private static func isVarying(_ node: Graph.Node, _ varying: Set<String>) -> Bool {
    !["Shape", "Size"].contains(node.operation) && node.inputs.contains(where: varying.contains)
  }

  /// The nodes on which some of the outputs depend, in their order.
  static func needed(_ nodes: [Graph.Node], for outputs: [String]) -> [Graph.Node] {
    var wanted = Set(outputs)
    var result: [Graph.Node] = []
    for node in nodes.reversed() where node.outputs.contains(where: wanted.contains) {
      wanted.formUnion(node.inputs.filter { !$0.isEmpty })
      result.append(node)
    }
    return result.reversed()
  }
}
