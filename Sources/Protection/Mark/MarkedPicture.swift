import Comparison
import Foundation
import Handling
import ImageCodec
import ImageContainer
import PerceptualMetrics
import Raster
import Watermark

/// Marks a picture's file: embeds the invisible mark, writes the same kind of file, and reads the mark back out of it.
package enum MarkedPicture {
  /// What came of it.
  package struct Result: Sendable {
    package let file: EncodedFile
    /// dB and SSIMULACRA2 of the decoded file beside the original.
    package let psnr: Double
    package let ssimulacra2: Double
    /// What each self-test leaves of the mark, as a multiple of what reading needs; under 1 it is lost there.
    package let survivals: [MarkSurvival]
    /// What the decoded file gives.
    package let detection: Detection

    /// What the weakest self-test leaves of the mark.
    package var margin: Double? { survivals.map(\.margin).min() }
  }

  /// SSIMULACRA2 that the decoded file has at least, unless a PSNR is asked for.
  package static let leastScore = 85.0
  /// The fewest pixels that show: no mark is read in fewer.
  private static let leastPixels = MarkGeometry.smallestReadableSide * MarkGeometry.smallestReadableSide
  /// The gain of the pilots: a mark that can be read is lost first because it is not found.
  private static let pilotGain: Float = 1.4
  /// L∞ in levels of 255 that a mark may reach: far above what masked embedding asks for.
  private static let epsilon: Float = 32

  /// Embeds a mark.
  ///
  /// - Parameters:
  ///   - bytes: the picture's file.
  ///   - psnr: dB of the embedding; by default the strength follows self-tests (JPEG 50, half and quarter size, brighter) as
  ///     far as ``leastScore`` allows.
  /// - Throws: `ImageCodecError`, `WatermarkError` (too small), `ProtectionError.unreadableMark` if the written file does not
  ///   give the mark back.
  package static func embed(
    _ mark: Mark, key: MarkKey, into bytes: [UInt8], psnr: Double? = nil, readOptions: ReadOptions = ReadOptions()
  ) throws -> Result {
    let artwork = try ImageCodec.read(bytes, options: readOptions)
    let original = try artwork.packedWorkingCopy()
    let alpha = artwork.alphaPlane()
    if let alpha, min(alpha.width, alpha.height) >= MarkGeometry.smallestSide,
      alpha.samples.count(where: { $0 > 0 }) < leastPixels
    {
      throw ProtectionError.unreadableMark("hardly a pixel of the picture shows: the others are transparent")
    }
    // Readers of marks get the picture in sRGB, people see the colours outside it as well.
    let inSRGB = Comparison(reference: original, alpha: alpha, keepingUpTo: keptPixels)
    let seen =
      artwork.hasRGBProfile
      ? Comparison(reference: try artwork.packedUnclippedCopy(), alpha: alpha, keepingUpTo: keptPixels) : inSRGB
    let editor = try ImageEditor(original: bytes, artwork: artwork)
    var options = options(psnr: psnr, inSRGB)
    var strongest: Float = 0
    // The self-tests look for the mark where it lies, but a reader has to find that place first. In a small picture a few keys in
    // ten thousand need a stronger mark for that.
    while true {
      let embedding = try Watermark.embed(mark, key: key, into: original, alpha: alpha, options: options)
      guard embedding.strength > 1.02 * strongest else {
        throw ProtectionError.unreadableMark(artwork.encoding.unreadableMark)
      }
      strongest = embedding.strength
      let written = try written(
        embedding, key: key, by: editor, artwork, seen, isFree: psnr != nil, readOptions)
      if let written, written.detection.mark == mark { return written }
      options.strengths = 1.3 * strongest...max(1.3 * strongest, options.strengths.upperBound)
    }
  }

  /// Writes an embedded mark into the picture's file, weaker where the file would cost more than ``leastScore`` allows.
  ///
  /// - Returns: `nil` where next to nothing of the mark would be left.
  private static func written(
    _ embedding: Embedding, key: MarkKey, by editor: ImageEditor, _ artwork: Artwork, _ seen: Comparison, isFree: Bool,
    _ readOptions: ReadOptions
  ) throws -> Result? {
    // The file's own rounding, colour space and coefficients may cost a little more than levels of 255 do.
    let search = StrengthSearch(
      cost: .init(minimumScore: isFree ? -.infinity : leastScore, tolerance: .infinity), exponent: 0.8,
      bracket: .init(from: smallestScale, upTo: 1), evaluations: 24)
    let found = try search.run(from: 1) { scale -> StrengthSearch.Evaluation<(EncodedFile, PackedImage)> in
      let samples = try artwork.samples(adding: embedding.change, scale: Float(scale), epsilon: epsilon)
      let file = try editor.encode(samples, deadZone: 0)
      let picture = try ImageCodec.read(file.bytes, options: readOptions).packedUnclippedCopy()
      return .scored(seen.score(picture), (file, picture))
    }
    guard let found else { return nil }
    let (file, picture) = found.payload
    let decoded = artwork.hasRGBProfile ? try ImageCodec.read(file.bytes, options: readOptions) : nil
    let detection = try Watermark.detect(
      in: try decoded?.packedWorkingCopy() ?? picture, key: key)
    let survivals = embedding.survivals.map { survival in
      var weaker = survival
      weaker.margin *= found.scale
      return weaker
    }
    // Figures of levels are of the file's own, as `measure` has them.
    let pair = try decoded.map { try PicturePair(reference: Picture(artwork), distorted: Picture($0)) }
    let psnr = pair.flatMap { Measurement([.psnr])($0)[.psnr]?.value } ?? seen.psnr(picture)
    return Result(
      file: file, psnr: psnr, ssimulacra2: found.score, survivals: survivals, detection: detection)
  }

  /// The embedding's options: a strength that is given, or one that follows self-tests down to a floor of quality.
  private static func options(psnr: Double?, _ comparison: Comparison) -> EmbeddingOptions {
    var options = EmbeddingOptions(psnr: psnr, pilotGain: pilotGain)
    if psnr == nil {
      let measure: @Sendable (RasterImage, Plane?) -> QualityFloor.Score = { reference, alpha in
        let parts = Comparison(reference: reference, alpha: alpha)
        return { parts.score($0) }
      }
      options.floor = QualityFloor(minimum: leastScore, measure: measure) { comparison.score($0) }
    }
    // A mark that survives JPEG 50 with this reserve survives WebP 75, too.
    let jpeg = Handling.named("jpeg-50").map { jpeg in SelfTest(name: jpeg.name, reserve: 2) { try jpeg($0) } }
    options.selfTests = [jpeg].compactMap(\.self) + [.halfSize, .quarterSize, .brighter]
    return options
  }

  /// Pictures of fewer pixels are kept ready for being compared.
  private static let keptPixels = 4_000_000

  /// A mark that must be made weaker than this fraction of its intended strength is given up.
  private static let smallestScale = 0.05

  /// Looks for a mark in a picture's file.
  ///
  /// - Parameter falseAlarm: the largest probability that a picture without a mark is said to have one.
  /// - Throws: `ImageCodecError`, `WatermarkError`.
  package static func detect(
    in bytes: [UInt8], key: MarkKey, falseAlarm: Double = 1e-9, readOptions: ReadOptions = ReadOptions()
  ) throws -> Detection {
    try Watermark.detect(
      in: try ImageCodec.read(bytes, options: readOptions).packedWorkingCopy(), key: key, falseAlarm: falseAlarm)
  }
}
