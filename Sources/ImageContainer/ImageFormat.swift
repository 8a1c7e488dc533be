/// The kinds of files that are read and written.
package enum ImageFormat: String, Sendable, Codable, CaseIterable {
  case png, jpeg, webp

  /// What every PNG file begins with (ISO/IEC 15948, 5.2).
  private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Tells the format from the first bytes; the file's name plays no part. `nil` for anything but PNG, JPEG and WebP.
  package init?(signatureOf bytes: [UInt8]) {
    if bytes.starts(with: Self.pngSignature) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if WebPChunks.isSignature(of: bytes) {
      self = .webp
    } else {
      return nil
    }
  }

  /// What people call the format.
  package var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .webp: "WebP"
    }
  }

  /// The endings of file names of the format, in lower case.
  package var endings: Set<String> {
    switch self {
    case .png: ["png"]
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
    case .webp: ["webp"]
    }
  }

  /// The ending that new files get.
  package var usualEnding: String {
    switch self {
    case .png: "png"
    case .jpeg: "jpg"
    case .webp: "webp"
    }
  }

  /// The bytes that a block of metadata takes in a file beside its payload: length, type and checksum of a PNG chunk, type and
  /// length of a WebP chunk, marker and length of a JPEG segment.
  package var blockOverhead: Int {
    switch self {
    case .png: 12
    case .jpeg: 4
    case .webp: 8
    }
  }
}
