import Comparison
import ImageCodec

/// A comparison of two pictures of the same size: upright, in sRGB, and those with alpha over black, white and a checker, of which
/// the worst counts.
public struct PictureComparison: Sendable, Equatable {
  /// The size in pixels of both pictures, upright.
  public let width, height: Int
  /// The value of every metric that was asked for and is defined for pictures of this size.
  public let values: [QualityMetric: Double]

  /// Decodes two files and measures how they differ.
  ///
  /// - Parameters:
  ///   - original: the bytes of the file to compare with.
  ///   - changed: the bytes of the file to judge, which need not be of the same kind.
  ///   - metrics: what to measure. Butteraugli takes several times as long as all others together.
  ///   - limits: what is refused before it is decoded.
  /// - Throws: ``LacquerError``: the codes of a file that cannot be read, with "original" or "changed picture" before the text;
  ///   `size` where the pictures differ in size. A file that ends before its picture does is refused.
  public init(
    original: [UInt8], changed: [UInt8], metrics: [QualityMetric] = QualityMetric.all,
    limits: PictureLimits = PictureLimits()
  ) throws(LacquerError) {
    let options = limits.readOptions(allowCutOff: false)
    let reference = try LacquerError.translating(subject: "original") {
      try Picture(ImageCodec.readAny(original, options: options))
    }
    let distorted = try LacquerError.translating(subject: "changed picture") {
      try Picture(ImageCodec.readAny(changed, options: options))
    }
    let pair = try LacquerError.translating { try PicturePair(reference: reference, distorted: distorted) }
    let findings = Measurement(metrics.map(\.metric))(pair)
    width = pair.width
    height = pair.height
    values = Dictionary(metrics.map { ($0, findings[$0.metric]?.value) }) { first, _ in first }.compactMapValues(\.self)
  }

  /// The value of a metric; `nil` where it was not asked for, or the pictures are smaller than its window.
  public subscript(metric: QualityMetric) -> Double? { values[metric] }
}
