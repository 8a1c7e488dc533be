/// Rewrites one file as often as a closed loop needs: what can be read once from the original is read once.
public struct ImageEditor: Sendable {
  private enum Way: Sendable {
    case png(PNGEncoding, original: [UInt8])
    case jpeg(JPEGEditor)
  }

  private let way: Way
  private let artwork: Artwork
  private let options: RewriteOptions

  /// - Parameters:
  ///   - original: the bytes that `artwork` was read from.
  ///   - artwork: the picture as read; its `blocks` may have been edited and are written as they stand.
  public init(
    original: [UInt8], artwork: Artwork, options: RewriteOptions = .init()
  ) throws(ImageCodecError) {
    self.artwork = artwork
    self.options = options
    switch artwork.encoding {
    case .png(let encoding): way = .png(encoding, original: original)
    case .jpeg: way = .jpeg(try JPEGEditor(original, artwork: artwork, options: options))
    }
  }

  /// The file with other samples: see `ImageCodec.rewrite`.
  ///
  /// - Parameters:
  ///   - deadZone: for JPEG, in place of `RewriteOptions.deadZone`.
  ///   - byteLimit: for PNG, how many bytes the file should have at most; where the usual way of compressing takes more,
  ///     others are tried, and the first that is small enough, else the smallest file, is the answer.
  public func encode(
    _ samples: Samples, deadZone: Float? = nil, byteLimit: Int? = nil
  ) throws(ImageCodecError) -> EncodedFile {
    switch way {
    case .png(let encoding, let original):
      try PNGWriter.rewrite(
        original, artwork, encoding: encoding, samples: samples, options: options, byteLimit: byteLimit)
    case .jpeg(let editor): try editor.encode(samples, deadZone: deadZone)
    }
  }
}
