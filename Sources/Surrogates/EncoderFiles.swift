import Foundation

extension Encoder {
  /// What has to be said of a file that does not say it itself.
  package struct Options: Sendable, Equatable, Codable {
    package var role: Role = .train
    /// What the network takes its pictures in; nil for what the file says, or 0…1.
    package var inputRange: InputRange?
    /// Whether the network takes its channels last (NHWC); nil to see it from the shape of its input.
    package var channelsLast: Bool?
    /// Names of values where the network is listened to; empty for the outputs.
    package var taps: [String] = []
    /// The one size to run the network at, for one that leaves its size open but takes only some.
    package var size: Size?
    /// What sides of pictures must be multiples of, for a network that leaves its size open.
    package var granularity: Int?
    /// The terms that the weights come under, as far as they were given.
    package var licence: String?
    /// What the encoder stands for, in a line.
    package var summary: String?

    package init() {}
  }

  /// Loads an encoder from a file: `.onnx`, or `.safetensors` in Lacquer's own format or of a tiny autoencoder.
  package static func load(path: String, options: Options = Options()) throws(SurrogateError) -> Encoder {
    var encoder = try read(path: path, options: options)
    encoder.path = path
    return encoder
  }

  private static func read(path: String, options: Options) throws(SurrogateError) -> Encoder {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    if path.hasSuffix(".onnx") {
      return try imported(path: path, name: name, options: options)
    }
    let file = try SafeTensors(path: path)
    if file.metadata["format"] == SequentialFile.format {
      return try SequentialFile.encoder(file, path: path)
    }
    guard TinyAutoencoder.matches(file) else {
      throw .invalidFile(
        path: path,
        message: "is neither a \(SequentialFile.format) model nor the weights of a tiny autoencoder "
          + "(TAESD, TAEF1, TAEF2)")
    }
    guard !TinyAutoencoder.isDecoder(file) else {
      throw .invalidFile(path: path, message: "holds a decoder; give the encoder's file")
    }
    return try Encoder(
      sequential: try TinyAutoencoder.network(file, name: name, path: path), role: options.role,
      inputRange: options.inputRange ?? .unit)
  }

  /// An encoder of layers; a trial on a small picture shows what its taps are like, and that all weights fit.
  init(sequential network: SequentialNetwork, role: Role, inputRange: InputRange) throws(SurrogateError) {
    let granularity = network.layers.reduction
    guard granularity <= Self.coarsestGranularity else {
      throw .invalidNetwork(
        model: network.name, message: "shrinks pictures more than \(Self.coarsestGranularity) times")
    }
    let side = granularity * max(1, 64 / granularity)
    var graph = Graph()
    let image = graph.addInput("image", shape: [1, 3, side, side])
    let values = try network.append(to: &graph, input: image)
    self.init(
      name: network.name, network: network, role: role, inputRange: inputRange,
      taps: zip(network.tapNames, values).map { Tap(name: $0, shape: graph.shape($1), side: side) },
      granularity: granularity)
  }

  /// The most that a network may shrink a picture, and the longest side that a file may fix.
  private static let coarsestGranularity = 1 << 12
  private static let longestSide = 1 << 14

  /// Sides of pictures that suit nearly every network that halves them a few times.
  private static let usualGranularity = 32

  /// - Parameter known: the taps as they were found before, which saves a trial run.
  static func imported(
    path: String, name: String, options: Options, known: [Tap]? = nil
  ) throws(SurrogateError) -> Encoder {
    let file = try ONNXFile(path: path)
    let axes = file.image.axes
    let layout: ImportedNetwork.Layout
    switch options.channelsLast {
    case true?: layout = .channelsLast
    case false?: layout = .channelsFirst
    case nil: layout = axes[3] == 3 && axes[1] != 3 ? .channelsLast : .channelsFirst
    }
    let (channels, height, width) =
      layout == .channelsFirst ? (axes[1], axes[2], axes[3]) : (axes[3], axes[1], axes[2])
    guard channels ?? 3 == 3 else {
      throw .invalidFile(path: path, message: "takes pictures of \(channels ?? 0) channels, not of red, green and blue")
    }
    var fixedSize = options.size
    if let width, let height {
      guard options.size ?? Size(width: width, height: height) == Size(width: width, height: height) else {
        throw .invalidFile(path: path, message: "takes only pictures of \(width)×\(height) pixels")
      }
      fixedSize = Size(width: width, height: height)
    } else if fixedSize == nil, width != nil || height != nil {
      throw .invalidFile(path: path, message: "fixes one side of its pictures only; give it a size")
    }
    let granularity = options.granularity ?? usualGranularity
    guard (1...coarsestGranularity).contains(granularity) else {
      throw .invalidArgument("a granularity is 1 to \(coarsestGranularity), not \(granularity)")
    }
    if let fixedSize {
      guard (1...longestSide).contains(fixedSize.width), (1...longestSide).contains(fixedSize.height) else {
        throw .invalidFile(
          path: path, message: "takes only pictures of \(fixedSize.width)×\(fixedSize.height) pixels, more than can be")
      }
    }
    let network = try ImportedNetwork(
      name: name, file: file, layout: layout, taps: options.taps, runtime: try Runtime.shared())
    var encoder = Encoder(
      name: name, network: network, role: options.role, inputRange: options.inputRange ?? .unit, taps: known ?? [],
      granularity: granularity, fixedSize: fixedSize)
    if known == nil {
      let size = fixedSize ?? Size(width: 4 * granularity, height: 4 * granularity)
      let trial = try encoder.graph(width: size.width, height: size.height)
      encoder = Encoder(
        name: name, network: network, role: options.role, inputRange: encoder.inputRange,
        taps: zip(network.taps, trial.taps).map { Tap(name: $0, shape: trial.graph.shape($1), side: size.width) },
        granularity: granularity, fixedSize: fixedSize)
    }
    encoder.path = path
    return encoder
  }
}
