/// Rewrites one file as often as a closed loop needs: what can be read once from the original is read once.
package struct ImageEditor: Sendable {
  private enum Way: Sendable {
    case png(PNGEncoding, original: [UInt8])
    case jpeg(JPEGEditor)
    case webp(WebPEditor)
  }

  private let way: Way
  private let artwork: Artwork
  private let options: RewriteOptions

  /// - Parameters:
  ///   - original: the bytes that `artwork` was read from.
  ///   - artwork: the picture as read; its `blocks` may have been edited and are written as they stand.
  package init(
    original: [UInt8], artwork: Artwork, options: RewriteOptions = .init()
  ) throws(ImageCodecError) {
    self.artwork = artwork
    self.options = options
    switch artwork.encoding {
    case .png(let encoding): way = .png(encoding, original: original)
    case .jpeg: way = .jpeg(try JPEGEditor(original, artwork: artwork, options: options))
    case .webp(let encoding):
      way = .webp(WebPEditor(original, artwork: artwork, encoding: encoding, options: options))
    }
  }

  /// The file with other samples: see `ImageCodec.rewrite`.
  ///
  /// - Parameters:
  ///   - deadZone: for JPEG, in place of `RewriteOptions.deadZone`.
  ///   - byteLimit: for PNG and WebP, how many bytes the file should have at most; where the usual way of compressing takes more,
  ///     others are tried, and the first that is small enough, else the smallest file, is the answer.
  package func encode(
    _ samples: Samples, deadZone: Float? = nil, byteLimit: Int? = nil
  ) throws(ImageCodecError) -> EncodedFile {
    switch way {
    case .png(let encoding, let original):
      try PNGWriter.rewrite(
        original, artwork, encoding: encoding, samples: samples, options: options, byteLimit: byteLimit)
    case .jpeg(let editor): try editor.encode(samples, deadZone: deadZone)
    case .webp(let editor): try editor.encode(samples, byteLimit: byteLimit)
    }
  }

  /// About how many bytes a large PNG would have with other samples, from a sixteenth of its rows; `nil` of a small one and of other files,
  /// which are quicker to write.
  package func estimatedBytes(_ samples: Samples) throws(ImageCodecError) -> Int? {
    guard case .png(let encoding, _) = way else { return nil }
    return try PNGWriter.estimatedBytes(artwork, encoding: encoding, samples: samples)
  }

  /// Rectangles of a JPEG side by side as a file of its own, coded as the whole is and with its colours, to try there what
  /// would cost much to try on the whole.
  ///
  /// - Parameters:
  ///   - columns: of the stored picture, one range beside the other; the part has them in every range of `rows`.
  ///   - rows: of the stored picture.
  /// - Returns: `nil` for a PNG or WebP picture, and unless all ranges begin and end between the units in which the picture is coded (8 to 32
  ///   pixels).
  package func part(columns: [Range<Int>], rows: [Range<Int>]) throws(ImageCodecError) -> [UInt8]? {
    if case .jpeg(let editor) = way { try editor.part(columns: columns, rows: rows) } else { nil }
  }
}
