import Foundation
import ImageCodec
import ImageContainer
import PerceptualMetrics
import Raster

/// What is demanded of a protected file.
package struct Demands: Sendable, Equatable {
  /// SSIMULACRA2 must not be lower.
  package var minimumScore: Double?
  /// No stored sample may differ by more, in levels of 255.
  package var maximumLinf: Double?
  /// Butteraugli's largest distance must not be higher; measured only where it is demanded.
  package var maximumButteraugli: Double?

  /// The file must not have more bytes, or be more times as large as the original.
  package var maximumBytes: Int?
  package var maximumGrowth: Double?

  package init(
    minimumScore: Double? = nil, maximumLinf: Double? = nil, maximumButteraugli: Double? = nil,
    maximumBytes: Int? = nil, maximumGrowth: Double? = nil
  ) {
    self.minimumScore = minimumScore
    self.maximumLinf = maximumLinf
    self.maximumButteraugli = maximumButteraugli
    self.maximumBytes = maximumBytes
    self.maximumGrowth = maximumGrowth
  }
}

/// Judges files: what can be seen of a protected file alone, and beside its original.
package enum Inspection {
  /// What was found of a file.
  package struct Result: Sendable {
    package let checks: [Verdict.Check]
    /// Both pictures; `nil` without the original.
    package let pair: PicturePair?
  }

  /// The checks of one file.
  ///
  /// - Parameters:
  ///   - bytes: the protected file.
  ///   - original: the file that it was made from, if it is at hand.
  /// - Throws: `ImageCodecError` when a file cannot be read or is cut off, `ComparisonError.differentSizes`: then there is
  ///   nothing to judge.
  package static func checks(_ bytes: [UInt8], original: [UInt8]?, demands: Demands) throws -> [Verdict.Check] {
    try inspect(bytes, original: original, demands: demands).checks
  }

  /// The checks of one file, and the decoded pictures, so that whoever shows them need not decode them again.
  ///
  /// - Parameter name: what the file that it is compared with is called.
  /// - Throws: as ``checks(_:original:demands:)``.
  package static func inspect(
    _ bytes: [UInt8], original: [UInt8]?, named name: String = "the original", demands: Demands
  ) throws -> Result {
    guard let original else {
      let unknown =
        ["size", "alpha", "metadata", "linf", "growth", "ssimulacra2"]
        + (demands.maximumButteraugli == nil ? [] : ["butteraugli_max"])
      let readable = readable(try ImageCodec.read(bytes, options: Picture.readOptions))
      let open = unknown.map { Verdict.Check(name: $0, ok: nil, detail: "unknown without the original (--against)") }
      return Result(checks: [readable] + open, pair: nil)
    }
    // An original that is cut off was read as far as it goes when it was protected.
    let (source, artwork) = try Both.of((original, ReadOptions()), (bytes, Picture.readOptions)) {
      try ImageCodec.read($0.0, options: $0.1)
    }
    guard source.uprightWidth == artwork.uprightWidth, source.uprightHeight == artwork.uprightHeight else {
      throw ComparisonError.differentSizes(
        source.uprightWidth, source.uprightHeight, artwork.uprightWidth, artwork.uprightHeight)
    }
    let pair = try PicturePair(reference: try Picture(source), distorted: try Picture(artwork))
    let checks =
      [readable(artwork), Verdict.Check(name: "size", ok: true, detail: "as \(name)")]
      + [alpha(source, artwork, name), metadata(source, artwork), linf(source, artwork, demands.maximumLinf)]
      + [growth(from: original.count, to: bytes.count, demands)] + perception(pair, demands)
    return Result(checks: checks, pair: pair)
  }

  private static func readable(_ artwork: Artwork) -> Verdict.Check {
    Verdict.Check(name: "readable", ok: true, detail: "\(artwork.format.rawValue), \(artwork.width)×\(artwork.height)")
  }

  private static func alpha(_ source: Artwork, _ artwork: Artwork, _ name: String) -> Verdict.Check {
    let same = source.alphaPlane() == artwork.alphaPlane()
    return Verdict.Check(name: "alpha", ok: same, detail: same ? "identical" : "differs from \(name)")
  }

  private static func metadata(_ source: Artwork, _ artwork: Artwork) -> Verdict.Check {
    let lost = source.blocks.filter { block in !artwork.blocks.contains(block) }
    // Blocks that show the old pixels have to change, and those that declare rights may have been edited: that they did is
    // told, not held against the file.
    let isAllowed = lost.allSatisfy { $0.mayChange || isDeclaration($0) }
    let names = lost.map(\.name).joined(separator: ", ")
    let detail =
      lost.isEmpty
      ? "\(source.blocks.count) blocks kept"
      : isAllowed
        ? "\(source.blocks.count - lost.count) of \(source.blocks.count) blocks kept; \(names) may change and did"
        : "changed or gone: \(names)"
    return Verdict.Check(name: "metadata", ok: isAllowed, detail: detail)
  }

  /// Whether a block is EXIF, XMP, IPTC, or a PNG's text of author or copyright, where opt-outs and rights are declared.
  private static func isDeclaration(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .segment(let marker): marker == 0xE1 || marker == 0xED
    case .chunk("iTXt"), .chunk("tEXt"), .chunk("zTXt"):
      block.begins(with: "XML:com.adobe.xmp") || block.begins(with: "Raw profile type", terminated: false)
        || isRightsText(block)
    case .chunk(let type): ["eXIf", "EXIF", "XMP "].contains(type)
    }
  }

  /// Whether a text chunk has one of the keywords that `MetadataEditor` replaces.
  private static func isRightsText(_ block: MetadataBlock) -> Bool {
    block.begins(with: "Author") || block.begins(with: "Copyright")
  }

  private static func linf(_ source: Artwork, _ artwork: Artwork, _ limit: Double?) -> Verdict.Check {
    let peak = source.peakDifference(to: artwork)
    let asked = limit.map { ", at most \($0) asked for" } ?? ""
    return Verdict.Check(
      name: "linf", ok: limit.map { peak <= $0 }, detail: "±\((peak * 100).rounded() / 100) levels" + asked,
      value: peak,
      limit: limit)
  }

  private static func growth(from source: Int, to bytes: Int, _ demands: Demands) -> Verdict.Check {
    let factor = Double(bytes) / Double(max(1, source))
    // The bytes on record have room for the metadata that the output declares, too.
    let recorded = demands.maximumBytes.map { Double($0) / Double(max(1, source)) }
    let limit = [demands.maximumGrowth, recorded].compactMap { $0 }.min()
    let words = limit == recorded ? "allowed with its metadata" : "asked for"
    let asked = limit.map { ", at most \(rounded($0)) \(words)" } ?? ""
    return Verdict.Check(
      name: "growth", ok: limit.map { factor <= $0 }, detail: "\(rounded(factor)) times as large" + asked,
      value: factor,
      limit: limit)
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// What people see of the change, the worst over all grounds.
  private static func perception(_ pair: PicturePair, _ demands: Demands) -> [Verdict.Check] {
    let limits: [(metric: Metric, limit: Double?)] =
      [(.ssimulacra2, demands.minimumScore)]
      + (demands.maximumButteraugli.map { [(.butteraugliMax, $0)] } ?? [])
    let findings = Measurement(limits.map(\.metric))(pair)
    return limits.compactMap { metric, limit in
      guard let value = findings[metric]?.value else { return nil }
      let asked = limit.map { ", at \(metric.isSimilarity ? "least" : "most") \($0) asked for" } ?? ""
      let ok = limit.map { metric.isSimilarity ? value >= $0 : value <= $0 }
      return Verdict.Check(
        name: metric.rawValue, ok: ok, detail: "\((value * 100).rounded() / 100)" + asked, value: value, limit: limit)
    }
  }
}
