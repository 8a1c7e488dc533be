import ImageContainer

/// A kind of picture file that Lacquer reads and writes.
public struct PictureFormat: Sendable, Hashable, CustomStringConvertible {
  private let format: ImageFormat

  /// Portable Network Graphics (ISO/IEC 15948).
  public static let png = PictureFormat(format: .png)
  /// JPEG (ITU-T T.81), baseline or progressive.
  public static let jpeg = PictureFormat(format: .jpeg)

  /// WebP (RFC 9649), lossy or lossless; read and written where libwebp is installed.
  public static let webp = PictureFormat(format: .webp)

  private init(format: ImageFormat) {
    self.format = format
  }

  /// Tells the format from the first bytes of a file; `nil` for anything that Lacquer does not read.
  public init?(signatureOf file: [UInt8]) {
    guard let format = ImageFormat(signatureOf: file) else { return nil }
    self.init(format: format)
  }

  /// The media type of the IANA registry, such as `image/jpeg`.
  public var mediaType: String { "image/\(format.rawValue)" }

  /// The name in lower case, such as `jpeg`.
  public var description: String { format.rawValue }
}
