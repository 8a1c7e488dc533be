import Watermark

/// The invisible mark of an output, as it can be read there.
package struct EmbeddedMark: Sendable, Encodable, Equatable {
  package let mark: Mark
  /// Fingerprint of the key that reads it.
  package let key: String
  /// Whether the decoded output gives the mark back.
  package let read: Bool
  /// The detector's statistic as a multiple of what reading needs: the least over the output itself, a JPEG of quality 75 of
  /// it, and a copy of half its size. Under 1 the mark is lost in one of them.
  package let margin: Double
  /// The same for each of the three, by name.
  package let survives: [String: Double]
  /// dB of the mark alone.
  package let psnr: Double

  enum CodingKeys: String, CodingKey { case id, key, read, margin, survives, psnr }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mark.description, forKey: .id)
    try container.encode(key, forKey: .key)
    try container.encode(read, forKey: .read)
    try container.encode(margin, forKey: .margin)
    try container.encode(survives, forKey: .survives)
    try container.encode(psnr, forKey: .psnr)
  }
}
