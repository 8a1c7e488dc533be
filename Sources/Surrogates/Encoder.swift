import Raster

/// An image encoder as data: a network, the places where it is listened to, and what it wants its pictures like.
package struct Encoder: Sendable {
  /// What an encoder is for.
  package enum Role: String, Sendable, Codable {
    /// Perturbations are optimised on it.
    case train
    /// Perturbations are led toward a target on it.
    case target
    /// Held out: it only ever judges.
    case judge
  }

  /// A place where the network is listened to.
  package struct Tap: Sendable, Equatable, Codable {
    /// A name for reports, as "layer 5" or "latent".
    package let name: String
    /// Channels of the features there.
    package let channels: Int
    /// By how much the features' sides are smaller than those of the picture that the network sees; the whole side where
    /// features have no rows and columns.
    package let reduction: Int

    package init(name: String, channels: Int, reduction: Int) {
      self.name = name
      self.channels = channels
      self.reduction = reduction
    }
  }

  /// The one size of pictures that a network takes, in pixels.
  package struct Size: Sendable, Equatable, Codable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  package let name: String
  package let role: Role
  /// What the network takes; the session converts, so callers always give 0…1.
  package let inputRange: InputRange
  /// From the first to the last; the last is what the network is for, the latent of an autoencoder.
  package let taps: [Tap]
  /// Both sides of a picture must be multiples of this; 1 where the picture is resized anyway.
  package let granularity: Int
  /// The size that every picture is resized to before the network sees it, where it takes only one.
  package let fixedSize: Size?
  /// The file that it was loaded from.
  package internal(set) var path: String?
  private let network: any Network

  package init(
    name: String, network: any Network, role: Role, inputRange: InputRange, taps: [Tap], granularity: Int,
    fixedSize: Size? = nil
  ) {
    self.name = name
    self.network = network
    self.role = role
    self.inputRange = inputRange
    self.taps = taps
    self.granularity = fixedSize == nil ? granularity : 1
    self.fixedSize = fixedSize
  }

  /// The same network listened to at fewer places, which saves what only the others need.
  ///
  /// - Parameter indices: positions in `taps`, rising, at least one.
  package func keeping(taps indices: [Int]) throws(SurrogateError) -> Encoder {
    guard !indices.isEmpty, indices.allSatisfy(taps.indices.contains), zip(indices, indices.dropFirst()).allSatisfy(<)
    else {
      throw .invalidArgument("model \(name) has \(taps.count) taps; \(indices) are asked for")
    }
    return copy(
      name: name, network: try network.keeping(taps: indices), taps: indices.map { taps[$0] })
  }

  /// The same encoder under another name.
  func named(_ name: String) -> Encoder {
    copy(name: name, network: network, taps: taps)
  }

  private func copy(name: String, network: any Network, taps: [Tap]) -> Encoder {
    var copy = Encoder(
      name: name, network: network, role: role, inputRange: inputRange, taps: taps, granularity: granularity,
      fixedSize: fixedSize)
    copy.path = path
    return copy
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
    if let fixedSize { value = graph.resizePicture(value, width: fixedSize.width, height: fixedSize.height) }
    if let affine = inputRange.affine {
      value = graph.scaled(value, by: affine.scale, shift: affine.shift)
    }
    let taps = try network.append(to: &graph, input: value)
    return (graph, image, taps)
  }
}

extension Encoder.Tap {
  /// Describes features of a shape that a picture of `side` pixels gave.
  init(name: String, shape: [Int], side: Int) {
    let isMap = shape.count == 4
    self.init(
      name: name, channels: isMap ? shape[1] : shape.last ?? 1,
      reduction: isMap ? max(1, side / max(1, shape[3])) : side)
  }
}
