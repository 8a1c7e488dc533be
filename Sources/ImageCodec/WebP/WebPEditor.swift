import ImageContainer
import Metadata

/// `Artwork` → WebP file, coded as its source was: without loss, or at about the quality of the source and above.
struct WebPEditor: Sendable {
  private let original: [UInt8]
  private let artwork: Artwork
  private let encoding: WebPEncoding
  private let dropsPreviews: Bool?

  init(_ original: [UInt8], artwork: Artwork, encoding: WebPEncoding, options: RewriteOptions) {
    self.original = original
    self.artwork = artwork
    self.encoding = encoding
    dropsPreviews = options.dropsPreviews
  }

  /// How far above the quality of its source a lossy picture is coded, tried in this order until the file is small enough.
  /// Coding a second time at the same quality costs as much again as the first time did, and leaves no room for a change.
  private static let steps: [Float] = [25, 18, 12, 6, 0, -5]

  /// - Parameter byteLimit: How many bytes a lossy file should have at most; the first quality that stays below it, else the
  ///   lowest, is taken.
  func encode(_ samples: Samples, byteLimit: Int?) throws(ImageCodecError) -> EncodedFile {
    guard artwork.fits(samples), case .eight(let levels) = samples else {
      throw .encoding("the samples do not fit the picture")
    }
    let isChanged = samples != artwork.samples
    var notes: [String] = []
    var blocks = artwork.blocks
    if dropsPreviews ?? isChanged { blocks = Previews.dropped(from: blocks, notes: &notes) }
    // What did not change is not coded again.
    guard isChanged else { return EncodedFile(bytes: try assembled(original, blocks), notes: notes) }
    guard let quality = encoding.quality else {
      return EncodedFile(bytes: try assembled(coded(levels, quality: nil), blocks), notes: notes)
    }
    var file: [UInt8] = []
    for step in Self.steps {
      file = try assembled(coded(levels, quality: max(0, min(100, quality + step))), blocks)
      guard let byteLimit, file.count > byteLimit else { break }
    }
    return EncodedFile(bytes: file, notes: notes)
  }

  private func assembled(_ picture: [UInt8], _ blocks: [MetadataBlock]) throws(ImageCodecError) -> [UInt8] {
    do {
      return try WebPFile.assemble(pictureOf: picture, blocks: blocks)
    } catch {
      throw .encoding("\(error)")
    }
  }

  private func coded(_ levels: ContiguousArray<UInt8>, quality: Float?) throws(ImageCodecError) -> [UInt8] {
    let library = try WebPLibrary.required()
    let (width, height) = (artwork.width, artwork.height)
    let file = levels.withUnsafeBufferPointer { samples in
      library.encode(samples, channels: artwork.layout.channels, width: width, height: height, quality: quality)
    }
    guard let file else { throw .encoding("libwebp cannot save \(width)×\(height) pixels") }
    return file
  }
}
