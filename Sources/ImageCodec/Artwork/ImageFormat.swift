/// The kinds of files that are read and written.
public enum ImageFormat: String, Sendable, Codable, CaseIterable {
  case png, jpeg

  /// What the first bytes say; the file's name plays no part. `nil` for anything but PNG and JPEG.
  public init?(signatureOf bytes: [UInt8]) {
    if bytes.starts(with: PNGChunks.signature) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }
}
