import ImageContainer

/// What is made of a picture before anything else is done to it: another size, another kind of file, other colours, a
/// grain.
///
/// A picture is protected as it will be uploaded, since what happens to it afterwards weakens the protection. A file that
/// needs none of this stays as it is, byte for byte. One that needs any of it is encoded anew: upright, without previews, and
/// with its metadata in the new file.
package struct Preparation: Sendable, Equatable, Codable, LosslessStringConvertible {
  /// The most pixels that the long side may have; `nil` keeps the size. Pictures are never enlarged.
  package var longSide: Int?
  /// The kind of file; `nil` keeps the source's.
  package var format: ImageFormat?
  /// Quality 1…100 of a JPEG or lossy WebP file that is encoded anew; `nil` is ``defaultQuality``.
  package var quality: Int?
  /// Whether colours are converted to sRGB. CMYK, and grey with a profile of its own, are converted wherever the file is
  /// encoded anew.
  package var convertsToSRGB: Bool
  /// The texture that is laid over the picture; `nil` for none.
  package var grain: Grain?

  /// The sizes and the qualities that may be asked for.
  package static let longSides = 16...65500
  package static let qualities = 1...100
  package static let defaultQuality = 90

  package init(
    longSide: Int? = nil, format: ImageFormat? = nil, quality: Int? = nil, convertsToSRGB: Bool = false,
    grain: Grain? = nil
  ) {
    self.longSide = longSide
    self.format = format
    self.quality = quality
    self.convertsToSRGB = convertsToSRGB
    self.grain = grain
  }

  enum CodingKeys: String, CodingKey {
    case longSide = "long_side"
    case format, quality
    case convertsToSRGB = "srgb"
    case grain
  }

  /// Prepares a file.
  ///
  /// - Returns: The file as it is to be protected; `nil` when nothing has to be done to it.
  /// - Throws: `ImageCodecError`, also for a picture with transparency that is to become a JPEG.
  package func callAsFunction(_ bytes: [UInt8], options: ReadOptions = .init()) throws(ImageCodecError) -> PreparedFile?
  {
    guard let source = try source(bytes, options) else { return nil }
    return try PreparedFile(
      source.artwork, as: source.format, size: source.size, quality: quality ?? Self.defaultQuality,
      convertsToSRGB: convertsToSRGB, grain: grain.map { GrainLayer(grain: $0, seed: GrainLayer.seed(of: bytes)) },
      options: options)
  }

  /// Decodes a file as if it were to be prepared.
  ///
  /// - Returns: Whether anything has to be done to it.
  /// - Throws: `ImageCodecError`, as preparing would.
  package func check(_ bytes: [UInt8], options: ReadOptions = .init()) throws(ImageCodecError) -> Bool {
    guard let source = try source(bytes, options) else { return false }
    try PreparedFile.check(source.artwork, as: source.format, size: source.size)
    return true
  }

  /// A picture that has to be encoded anew.
  private typealias Source = (artwork: Artwork, format: ImageFormat, size: (width: Int, height: Int))

  /// - Returns: `nil` when nothing has to be done to the file.
  private func source(_ bytes: [UInt8], _ options: ReadOptions) throws(ImageCodecError) -> Source? {
    if let source = SourceFormat(signatureOf: bytes) {
      guard let format else { throw .needsFormat(source.name) }
      let artwork = try SourceReader.read(bytes, source, options: options)
      return (artwork, format, size(from: (artwork.uprightWidth, artwork.uprightHeight)))
    }
    let header = try ImageCodec.readHeader(bytes, options: options)
    let target = format ?? header.format
    let swaps = header.orientation.swapsSides
    let old = swaps ? (header.height, header.width) : (header.width, header.height)
    let size = size(from: old)
    let isNeeded = size != old || target != header.format
    guard isNeeded || convertsToSRGB || grain != nil else { return nil }
    let artwork = try ImageCodec.read(bytes, options: options)
    guard isNeeded || grain != nil || artwork.colour != .sRGB || artwork.layout == .cmyk else { return nil }
    return (artwork, target, size)
  }

  /// Reads what the beginning of a file says that is to be prepared; a kind that is read only has the header of a PNG.
  ///
  /// - Throws: `ImageCodecError`.
  package func header(of bytes: [UInt8], options: ReadOptions = .init()) throws(ImageCodecError) -> Header {
    guard let source = SourceFormat(signatureOf: bytes) else {
      return try ImageCodec.readHeader(bytes, options: options)
    }
    guard format != nil else { throw .needsFormat(source.name) }
    return try SourceReader.header(bytes, source, options: options)
  }

  /// Columns and rows of an upright picture when it is prepared.
  private func size(from size: (width: Int, height: Int)) -> (Int, Int) {
    let (width, height) = size
    let long = max(width, height)
    guard let longSide, long > longSide else { return (width, height) }
    let scale = Double(longSide) / Double(long)
    return (max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded())))
  }

  /// What is asked for as `long_side=2048 format=jpeg quality=90 srgb grain=film:2.0`, each part where it is set.
  package var description: String {
    let parts = [
      longSide.map { "\(CodingKeys.longSide.rawValue)=\($0)" },
      format.map { "\(CodingKeys.format.rawValue)=\($0.rawValue)" },
      quality.map { "\(CodingKeys.quality.rawValue)=\($0)" },
      convertsToSRGB ? CodingKeys.convertsToSRGB.rawValue : nil,
      grain.map { "\(CodingKeys.grain.rawValue)=\($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  /// - Returns: `nil` for anything that is no description of a preparation.
  package init?(_ description: String) {
    self.init()
    for part in description.split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      switch (CodingKeys(rawValue: pair[0]), pair.count) {
      case (.longSide, 2): longSide = Int(pair[1])
      case (.format, 2): format = ImageFormat(rawValue: pair[1])
      case (.quality, 2): quality = Int(pair[1])
      case (.convertsToSRGB, 1): convertsToSRGB = true
      case (.grain, 2): grain = Grain(pair[1])
      default: return nil
      }
    }
    guard self.description == description, longSide.map(Self.longSides.contains) ?? true else { return nil }
  }

  /// What is asked for, in words.
  package var words: String {
    var parts: [String] = []
    if let longSide { parts.append("long side at most \(longSide) pixels") }
    if let format { parts.append("as \(format.name)") }
    if let quality { parts.append("quality \(quality)") }
    if convertsToSRGB { parts.append("in sRGB") }
    if let grain { parts.append(grain.words) }
    return parts.joined(separator: ", ")
  }
}
