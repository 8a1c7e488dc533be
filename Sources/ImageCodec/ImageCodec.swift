import ImageContainer

/// PNG, JPEG and WebP files ⇄ `Artwork`.
///
/// Pixels equal those of libpng and libjpeg-turbo exactly. Nothing that a file carries is lost by reading and rewriting
/// it, except previews of pixels that were changed; notes of `EncodedFile` say so.
package enum ImageCodec {
  /// Decodes a file.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `ImageCodecError`: anything but a PNG, JPEG or WebP file, a kind that is not handled, an animation, a limit, or
  ///   damage that the reference decoders refuse. Lesser damage is accepted and said in `Artwork.warnings`.
  package static func read(_ bytes: [UInt8], options: ReadOptions = .init()) throws(ImageCodecError) -> Artwork {
    let format = try format(of: bytes)
    guard options.allowCutOff || isWhole(bytes, format) else { throw .damaged("it is cut off: its end is missing") }
    let artwork =
      switch format {
      case .png: try PNGReader.read(bytes, options: options)
      case .jpeg: try JPEGReader.read(bytes, options: options)
      case .webp: try WebPReader.read(bytes, options: options)
      }
    if options.strict, let first = artwork.warnings.first { throw .damaged(first) }
    return artwork
  }

  /// Decodes a file to be looked at, also one of a kind that is read only to become another: a copy that a website made, say.
  ///
  /// - Throws: as ``read(_:options:)``, and `ImageCodecError.unavailable` where the library is missing that decodes the kind.
  package static func readAny(_ bytes: [UInt8], options: ReadOptions = .init()) throws(ImageCodecError) -> Artwork {
    guard let source = SourceFormat(signatureOf: bytes) else { return try read(bytes, options: options) }
    return try SourceReader.read(bytes, source, options: options)
  }

  /// Reads what the beginning of a file says, with little work and little memory.
  package static func readHeader(
    _ bytes: [UInt8], options: ReadOptions = .init()
  ) throws(ImageCodecError) -> Header {
    switch try format(of: bytes) {
    case .png: try PNGReader.header(bytes, options: options)
    case .jpeg: try JPEGReader.header(bytes, options: options)
    case .webp: try WebPReader.header(bytes, options: options)
    }
  }

  /// Encodes a picture whose samples were changed, as the same kind of file.
  ///
  /// - Parameters:
  ///   - original: the bytes that `artwork` was read from. A JPEG is edited in its own DCT coefficients, so that blocks
  ///     without a change stay as they are, bit by bit.
  ///   - artwork: the picture as read; its `blocks` may have been edited and are written as they stand.
  ///   - samples: the new samples, as many and of the same depth as `artwork.samples`.
  package static func rewrite(
    _ original: [UInt8], as artwork: Artwork, samples: Samples, options: RewriteOptions = .init()
  ) throws(ImageCodecError) -> EncodedFile {
    try ImageEditor(original: original, artwork: artwork, options: options).encode(samples)
  }

  /// Whether the mark is there that ends a file.
  private static func isWhole(_ bytes: [UInt8], _ format: ImageFormat) -> Bool {
    switch format {
    case .png:
      return PNGChunks(bytes).chunks.last?.type == "IEND"
    case .jpeg:
      return JPEGSegments(bytes).isWhole
    case .webp:
      return WebPChunks(bytes).isWhole
    }
  }

  private static func format(of bytes: [UInt8]) throws(ImageCodecError) -> ImageFormat {
    if let format = ImageFormat(signatureOf: bytes) { return format }
    if bytes.isEmpty { throw .unknownFormat("the file is empty") }
    if let source = SourceFormat(signatureOf: bytes) { throw .needsFormat(source.name) }
    guard let kind = ForeignFormat.name(of: bytes) else {
      throw .unknownFormat("its first bytes are of an unknown kind")
    }
    throw .unknownFormat("it is \(kind); save it as PNG, or as JPEG of high quality, first")
  }
}
