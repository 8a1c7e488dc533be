/// Builds the graphs that sessions run: an encoder's features, and the gradient of their distance from a reference.
package enum StepGraph {
  /// Forward: from a picture to the features at every tap.
  package static func features(of encoder: Encoder, width: Int, height: Int) throws(SurrogateError) -> Graph {
    var (graph, _, taps) = try encoder.graph(width: width, height: height)
    graph.outputs = taps
    return graph
  }

  /// Forward and backward in one: inputs are the picture, then a reference a tap, then a weight a tap; outputs the
  /// gradient, then for every tap the squared distance in rows.
  ///
  /// The loss is Σ weight · ½‖features − reference‖², so its derivative at a tap is weight · (features − reference).
  package static func step(of encoder: Encoder, width: Int, height: Int) throws(SurrogateError) -> Graph {
    var (graph, image, taps) = try encoder.graph(width: width, height: height)
    let nodeCount = graph.nodes.count
    let references = taps.indices.map { graph.addInput("reference.\($0)", shape: graph.shape(taps[$0])) }
    let weights = taps.indices.map { graph.addInput("weight.\($0)", shape: [1]) }
    var seeds: [Differentiator.Seed] = []
    var distances: [String] = []
    for (index, tap) in taps.enumerated() {
      let difference = graph.subtract(tap, references[index])
      seeds.append(.init(value: tap, gradient: graph.multiply(difference, weights[index])))
      // Sums of rows only; the caller adds them up in double precision.
      let axes = Array(graph.shape(tap).indices.dropFirst(graph.shape(tap).count > 2 ? 2 : 1))
      distances.append(graph.reduce("ReduceSumSquare", difference, axes: axes))
    }
    let gradient = try Differentiator.appendGradient(
      to: &graph, of: seeds, withRespectTo: image, nodeCount: nodeCount, model: encoder.name)
    graph.outputs = [gradient] + distances
    return graph
  }
}
