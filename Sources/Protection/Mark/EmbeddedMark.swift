import Watermark

/// The invisible mark of an output, as it can be read there.
public struct EmbeddedMark: Sendable, Encodable, Equatable {
  public let mark: Mark
  /// Fingerprint of the key that reads it.
  public let key: String
  /// Whether the decoded output gives the mark back.
  public let read: Bool
  /// The detector's statistic as a multiple of what reading needs: the least over the output itself, a JPEG of quality 75 of
  /// it, and a copy of half its size. Under 1 the mark is lost in one of them.
  public let margin: Double
  /// dB of the mark alone.
  public let psnr: Double

  enum CodingKeys: String, CodingKey { case id, key, read, margin, psnr }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mark.description, forKey: .id)
    try container.encode(key, forKey: .key)
    try container.encode(read, forKey: .read)
    try container.encode(margin, forKey: .margin)
    try container.encode(psnr, forKey: .psnr)
  }
}
