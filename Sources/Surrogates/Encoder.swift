import Foundation

/// An image encoder as data: a network, the places where it is listened to, and what it wants its pictures like.
public struct Encoder: Sendable {
  /// What an encoder is for.
  public enum Role: String, Sendable, Codable {
    /// Perturbations are optimised on it.
    case train
    /// Held out: it only ever judges.
    case judge
  }

  /// A place where the network is listened to.
  public struct Tap: Sendable, Equatable {
    /// A name for reports, as "layer 5" or "latent".
    public let name: String
    /// Channels of the features there.
    public let channels: Int
    /// By how much the features' sides are smaller than the picture's.
    public let reduction: Int
  }

  public let name: String
  public let role: Role
  /// What the network takes; the session converts, so callers always give 0…1.
  public let inputRange: InputRange
  /// From the first to the last; the last is what the network is for, the latent of an autoencoder.
  public let taps: [Tap]
  /// Both sides of a picture must be multiples of this.
  public let granularity: Int
  let network: SequentialNetwork

  init(network: SequentialNetwork, role: Role, inputRange: InputRange) throws(SurrogateError) {
    name = network.name
    self.role = role
    self.inputRange = inputRange
    self.network = network
    granularity = network.layers.reduction
    // A trial on the smallest picture with room for every kernel shows what the taps look like, and that all weights fit.
    var graph = Graph()
    let side = granularity * max(1, 64 / granularity)
    let image = graph.addInput("image", shape: [1, 3, side, side])
    let values = try network.append(to: &graph, input: image)
    let last = values.count - 1
    taps = zip(network.taps, values).enumerated().map { index, tap in
      let shape = graph.shape(tap.1)
      return Tap(
        name: index == last ? "latent" : "layer \(tap.0)", channels: shape[1], reduction: side / shape[3])
    }
  }

  /// Loads an encoder from a catalogue name or the path of a file.
  ///
  /// - Throws: `SurrogateError` for an unknown name, an unreadable file or a network that does not fit together.
  public static func load(nameOrPath: String) throws(SurrogateError) -> Encoder {
    let encoders = try Catalogue.resolve(nameOrPath)
    guard let encoder = encoders.first, encoders.count == 1 else {
      throw .invalidArgument(
        "\(nameOrPath) is a group of \(encoders.count) models; name one of them: "
          + encoders.map(\.name).joined(separator: ", "))
    }
    return encoder
  }

  /// Loads an encoder from a `.safetensors` file: Lacquer's own format, or weights of a tiny autoencoder.
  public static func load(path: String) throws(SurrogateError) -> Encoder {
    let file = try SafeTensors(path: path)
    if file.metadata["format"] == SequentialFile.format {
      return try SequentialFile.encoder(file, path: path)
    }
    guard TinyAutoencoder.matches(file) else {
      throw .invalidFile(
        path: path,
        message:
          "is neither a \(SequentialFile.format) model nor the weights of a tiny autoencoder (TAESD, TAEF1, TAEF2)")
    }
    guard !TinyAutoencoder.isDecoder(file) else {
      throw .invalidFile(path: path, message: "holds a decoder; give the encoder's file")
    }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let network = try TinyAutoencoder.network(file, name: name, path: path)
    return try Encoder(network: network, role: .train, inputRange: .unit)
  }

  /// The same network listened to at fewer places, which saves what only the others need.
  ///
  /// - Parameter indices: positions in `taps`, rising, at least one.
  public func keeping(taps indices: [Int]) throws(SurrogateError) -> Encoder {
    guard indices.allSatisfy(taps.indices.contains) else {
      throw .invalidArgument("model \(name) has \(taps.count) taps; \(indices) are asked for")
    }
    let network = try SequentialNetwork(
      name: name, layers: self.network.layers, weights: self.network.weights,
      taps: indices.map { self.network.taps[$0] })
    return try Encoder(network: network, role: role, inputRange: inputRange)
  }

  /// The network's graph for pictures of one size, with an input `image` of shape `[1, 3, height, width]`.
  package func graph(width: Int, height: Int) throws(SurrogateError) -> (graph: Graph, image: String, taps: [String]) {
    guard width > 0, height > 0, width % granularity == 0, height % granularity == 0 else {
      throw .invalidSize(
        model: name, width: width, height: height, message: "does not have sides that are multiples of \(granularity)")
    }
    var graph = Graph()
    let image = graph.addInput("image", shape: [1, 3, height, width])
    var value = image
    if let affine = inputRange.affine {
      let shape = [1, affine.scale.count, 1, 1]
      value = graph.multiply(value, graph.add(Constant(shape: shape, floats: affine.scale), hint: "scale"))
      value = graph.add(value, graph.add(Constant(shape: shape, floats: affine.shift), hint: "shift"))
    }
    let taps = try network.append(to: &graph, input: value)
    return (graph, image, taps)
  }
}
