/// The features of a classifier as LPIPS compares them: of unit length over the channels at every place, each channel times the square
/// root of its head.
///
/// The squared distance of two pictures' features is therefore the sum over places of what LPIPS takes the mean of (Zhang, Isola, Efros,
/// Shechtman & Wang 2018, equation 1), and `Session.step` derives it like that of any other encoder.
struct PerceptualFeatures: Network {
  let network: SequentialNetwork
  /// LPIPS's weights of the features, one tensor `[1, channels, 1, 1]` a tap, none of them negative.
  let heads: [Tensor]

  /// Added to the squared length of features, so that a place where all of them are 0 has a derivative.
  private static let epsilon: Float = 1e-6

  func append(to graph: inout Graph, input: String) throws(SurrogateError) -> [String] {
    let taps = try network.append(to: &graph, input: input)
    return zip(taps, heads).map { tap, head in
      let energy = graph.add(graph.reduce("ReduceSumSquare", tap, axes: [1]), constant: Self.epsilon)
      let unit = graph.divide(tap, graph.unary("Sqrt", energy))
      let roots = Constant(shape: head.shape, floats: head.elements.map { $0.squareRoot() })
      return graph.multiply(unit, graph.add(roots, hint: "head"))
    }
  }

  func keeping(taps indices: [Int]) throws(SurrogateError) -> PerceptualFeatures {
    PerceptualFeatures(network: try network.keeping(taps: indices), heads: indices.map { heads[$0] })
  }
}

extension Encoder {
  /// The first layers of AlexNet with the heads of LPIPS: what a change is kept little visible by. It comes with Lacquer.
  ///
  /// - Throws: `SurrogateError` where its file is missing or is not that of a network with heads.
  package static func visibilityMetric() throws(SurrogateError) -> Encoder {
    guard let path = ModelFolders.metricFiles().first else {
      throw .unknownModel("the metric of visibility", known: [])
    }
    try BuiltinModels.check(path)
    return try metric(path: path)
  }

  static func metric(path: String) throws(SurrogateError) -> Encoder {
    let file = try SafeTensors(path: path)
    let network = try SequentialFile.network(file, path: path)
    let heads = try network.taps.indices.map { tap throws(SurrogateError) in
      let head = try file.tensor("head.\(tap)")
      guard head.shape.count == 4, head.shape[1] == head.count, head.elements.allSatisfy({ $0 >= 0 }) else {
        throw .invalidFile(path: path, message: "head.\(tap) is not one weight a channel, none of them negative")
      }
      return head
    }
    let layers = network.taps.map { Array(network.layers[...$0]) }
    var encoder = Encoder(
      name: network.name, network: PerceptualFeatures(network: network, heads: heads), role: .judge, inputRange: .unit,
      taps: zip(network.taps, zip(heads, layers)).map { tap, part in
        Tap(name: "layer \(tap)", channels: part.0.count, reduction: part.1.reduction)
      }, granularity: 1)
    encoder.path = path
    return encoder
  }
}
