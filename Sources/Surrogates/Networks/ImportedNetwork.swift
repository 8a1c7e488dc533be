import Synchronization

/// A network from an ONNX file.
package final class ImportedNetwork: Network {
  /// How a network wants the axes of its pictures.
  package enum Layout: String, Sendable, Codable, CaseIterable {
    case channelsFirst = "nchw"
    case channelsLast = "nhwc"
  }

  package let name: String
  package let file: ONNXFile
  package let layout: Layout
  /// Names of values in the file, in the order of its nodes.
  package let taps: [String]
  private let runtime: Runtime
  private let specialised = Mutex<[(shape: [Int], graph: Graph)]>([])

  /// How many sizes are kept: the one at hand serves the forward graph and the step.
  private static let capacity = 2

  /// - Parameters:
  ///   - taps: values of the file; empty for its outputs.
  /// - Throws: `SurrogateError` for a value that the file does not have.
  package init(
    name: String, file: ONNXFile, layout: Layout, taps: [String], runtime: Runtime
  ) throws(SurrogateError) {
    self.name = name
    self.file = file
    self.layout = layout
    self.runtime = runtime
    let values = file.graph.nodes.flatMap(\.outputs)
    let wanted = taps.isEmpty ? file.graph.outputs : taps
    for tap in wanted where !values.contains(tap) {
      let byNode = file.graph.nodes.first { $0.name == tap }.map { "; node \(tap) computes \($0.outputs[0])" } ?? ""
      throw .invalidNetwork(model: name, message: "has no value \(tap)\(byNode)")
    }
    self.taps = values.filter(wanted.contains)
  }

  package func keeping(taps indices: [Int]) throws(SurrogateError) -> ImportedNetwork {
    try ImportedNetwork(name: name, file: file, layout: layout, taps: indices.map { taps[$0] }, runtime: runtime)
  }

  package func append(to graph: inout Graph, input: String) throws(SurrogateError) -> [String] {
    let picture = layout == .channelsFirst ? input : graph.transpose(input, [0, 2, 3, 1])
    let network = try specialised(to: graph.shape(picture))
    return graph.append(network, input: file.image.name, as: picture)
  }

  private func specialised(to shape: [Int]) throws(SurrogateError) -> Graph {
    try specialised.withLock { cache throws(SurrogateError) in
      if let entry = cache.first(where: { $0.shape == shape }) { return entry.graph }
      let fitted = try Specialisation.specialised(
        file.graph, input: file.image.name, shape: shape, outputs: taps, model: name, runtime: runtime)
      let graph = try CanonicalForm.rewritten(fitted, model: name)
      if cache.count >= Self.capacity { cache.removeFirst() }
      cache.append((shape, graph))
      return graph
    }
  }
}

extension Graph {
  /// Appends another graph, whose names get a prefix, and returns the names of its outputs.
  ///
  /// - Parameters:
  ///   - input: the other graph's input.
  ///   - value: the value of this graph that takes its place.
  fileprivate mutating func append(_ other: Graph, input: String, as value: String) -> [String] {
    let prefix = freshName("network") + "/"
    func renamed(_ name: String) -> String { name.isEmpty ? name : name == input ? value : prefix + name }
    for node in other.nodes {
      var node = node
      node.inputs = node.inputs.map(renamed)
      node.outputs = node.outputs.map(renamed)
      nodes.append(node)
    }
    for (name, constant) in other.constants { define(prefix + name, constant) }
    for (name, shape) in other.shapes where name != input { shapes[prefix + name] = shape }
    return other.outputs.map(renamed)
  }
}
