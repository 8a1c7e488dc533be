/// The features of a classifier as LPIPS compares them: of unit length over the channels at every place, each channel times the square
/// root of its head.
///
/// The squared distance of two pictures' features is therefore the sum over places of what LPIPS takes the mean of (Zhang, Isola, Efros,
/// Shechtman & Wang 2018, equation 1), and `Session.step` derives it like that of any other encoder.
package struct PerceptualFeatures: Network {
  package let network: SequentialNetwork
  /// LPIPS's weights of the features, one tensor `[1, channels, 1, 1]` a tap.
  package let heads: [Tensor]

  /// Added to the squared length of features, so that a place where all of them are 0 has a derivative.
  private static let epsilon: Float = 1e-6

  /// Reads a `lacquer-sequential-1` file that has a tensor `head.N` for each tap.
  ///
  /// - Throws: `SurrogateError` for a file that cannot be read, has other layers than its weights fit, or lacks heads.
  package init(path: String) throws(SurrogateError) {
    let file = try SafeTensors(path: path)
    network = try SequentialFile.network(file, path: path)
    guard network.taps.indices.allSatisfy({ file.contains("head.\($0)") }) else {
      throw .invalidFile(path: path, message: "has no heads of LPIPS")
    }
    heads = try network.taps.indices.map { index throws(SurrogateError) in try file.tensor("head.\(index)") }
  }

  private init(network: SequentialNetwork, heads: [Tensor]) {
    self.network = network
    self.heads = heads
  }

  package func append(to graph: inout Graph, input: String) throws(SurrogateError) -> [String] {
    let taps = try network.append(to: &graph, input: input)
    return zip(taps, heads).map { tap, head in
      let energy = graph.add(graph.reduce("ReduceSumSquare", tap, axes: [1]), constant: Self.epsilon)
      let unit = graph.divide(tap, graph.unary("Sqrt", energy))
      let roots = Constant(shape: head.shape, floats: head.elements.map { $0.squareRoot() })
      return graph.multiply(unit, graph.add(roots, hint: "head"))
    }
  }

  package func keeping(taps indices: [Int]) throws(SurrogateError) -> PerceptualFeatures {
    PerceptualFeatures(network: try network.keeping(taps: indices), heads: indices.map { heads[$0] })
  }
}

extension Encoder {
  /// The first layers of AlexNet with the heads of LPIPS: what a change is kept little visible by. It comes with Lacquer.
  ///
  /// - Throws: `SurrogateError` where its file is missing or is not that of a network with heads.
  package static func visibilityMetric() throws(SurrogateError) -> Encoder {
    let path = try BuiltinModels.file(.metrics, called: "the metric of visibility")
    let features = try PerceptualFeatures(path: path)
    for head in features.heads
    where head.shape.count != 4 || head.shape[1] != head.count || !head.elements.allSatisfy({ $0 >= 0 }) {
      throw .invalidFile(path: path, message: "has a head that is not one weight a channel, none of them negative")
    }
    let network = features.network
    let taps = zip(network.taps, features.heads).map { tap, head in
      Tap(name: "layer \(tap)", channels: head.count, reduction: Array(network.layers[...tap]).reduction)
    }
    var encoder = Encoder(
      name: network.name, network: features, role: .judge, inputRange: .unit, taps: taps, granularity: 1)
    encoder.path = path
    return encoder
  }
}
