import Foundation
import ImageCodec
import Metrics
import Raster

/// What is demanded of a protected file.
public struct Demands: Sendable, Equatable {
  /// SSIMULACRA2 must not be lower.
  public var minimumScore: Double?
  /// No stored sample may differ by more, in levels of 255.
  public var maximumLinf: Double?

  public init(minimumScore: Double? = nil, maximumLinf: Double? = nil) {
    self.minimumScore = minimumScore
    self.maximumLinf = maximumLinf
  }
}

/// Judges files: what can be seen of a protected file alone, and beside its original.
public enum Inspection {
  /// The checks of one file.
  ///
  /// - Parameters:
  ///   - bytes: the protected file.
  ///   - original: the file that it was made from, if it is at hand.
  /// - Throws: `ImageCodecError` when the original cannot be read; that the protected file cannot is a failed check.
  public static func checks(_ bytes: [UInt8], original: [UInt8]?, demands: Demands) throws -> [Verdict.Check] {
    let artwork: Artwork
    do {
      artwork = try ImageCodec.read(bytes)
    } catch {
      return [Verdict.Check(name: "readable", ok: false, detail: "\(error)")]
    }
    var checks = [
      Verdict.Check(
        name: "readable", ok: true, detail: "\(artwork.format.rawValue), \(artwork.width)×\(artwork.height)")
    ]
    guard let original else {
      checks += ["size", "alpha", "metadata", "linf", "ssimulacra2"].map {
        Verdict.Check(name: $0, ok: nil, detail: "unknown without the original (--against)")
      }
      return checks
    }
    let source = try ImageCodec.read(original)
    guard source.width == artwork.width, source.height == artwork.height else {
      checks.append(
        Verdict.Check(
          name: "size", ok: false,
          detail: "\(artwork.width)×\(artwork.height), the original \(source.width)×\(source.height)"))
      return checks
    }
    checks.append(Verdict.Check(name: "size", ok: true, detail: "as the original"))
    checks.append(alpha(source, artwork))
    checks.append(metadata(source, artwork))
    checks.append(linf(source, artwork, demands.maximumLinf))
    checks.append(try score(source, artwork, demands.minimumScore))
    return checks
  }

  private static func alpha(_ source: Artwork, _ artwork: Artwork) -> Verdict.Check {
    let same = source.alphaPlane() == artwork.alphaPlane()
    return Verdict.Check(name: "alpha", ok: same, detail: same ? "identical" : "differs from the original")
  }

  private static func metadata(_ source: Artwork, _ artwork: Artwork) -> Verdict.Check {
    let lost = source.blocks.filter { block in !artwork.blocks.contains(block) }
    let detail =
      lost.isEmpty ? "\(source.blocks.count) blocks kept" : "changed: \(lost.map(\.name).joined(separator: ", "))"
    // Blocks that show the old pixels have to change, and those that declare rights may have been edited: that they did is
    // told, not held against the file.
    return Verdict.Check(
      name: "metadata", ok: lost.allSatisfy { $0.mayChange || isDeclaration($0) }, detail: detail)
  }

  /// Whether a block is EXIF, XMP or IPTC, where opt-outs and rights are declared.
  private static func isDeclaration(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .segment(let marker): marker == 0xE1 || marker == 0xED
    case .chunk("iTXt"): block.begins(with: "XML:com.adobe.xmp")
    case .chunk("tEXt"), .chunk("zTXt"): block.begins(with: "Raw profile type", terminated: false)
    case .chunk(let type): type == "eXIf"
    }
  }

  private static func linf(_ source: Artwork, _ artwork: Artwork, _ limit: Double?) -> Verdict.Check {
    let peak = source.peakDifference(to: artwork)
    let asked = limit.map { ", at most \($0) asked for" } ?? ""
    return Verdict.Check(
      name: "linf", ok: limit.map { peak <= $0 }, detail: "±\((peak * 100).rounded() / 100) levels" + asked)
  }

  private static func score(_ source: Artwork, _ artwork: Artwork, _ limit: Double?) throws -> Verdict.Check {
    let comparison = Comparison(reference: try source.workingCopy(), alpha: source.alphaPlane())
    let score = comparison.score(try artwork.workingCopy())
    let asked = limit.map { ", at least \($0) asked for" } ?? ""
    return Verdict.Check(
      name: "ssimulacra2", ok: limit.map { score >= $0 }, detail: "\((score * 100).rounded() / 100)" + asked)
  }
}
