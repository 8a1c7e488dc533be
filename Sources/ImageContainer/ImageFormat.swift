/// The kinds of files that are read and written.
package enum ImageFormat: String, Sendable, Codable, CaseIterable {
  case png, jpeg

  /// What every PNG file begins with (ISO/IEC 15948, 5.2).
  private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Tells the format from the first bytes; the file's name plays no part. `nil` for anything but PNG and JPEG.
  package init?(signatureOf bytes: [UInt8]) {
    if bytes.starts(with: Self.pngSignature) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }
}
