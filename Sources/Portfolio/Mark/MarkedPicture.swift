import Foundation
import Handling
import ImageCodec
import Raster
import Verifier
import Watermark

/// Marks a picture's file: embeds the invisible mark, writes the same kind of file, and reads the mark back out of it.
public enum MarkedPicture {
  /// What came of it.
  public struct Result: Sendable {
    public let file: EncodedFile
    /// dB and SSIMULACRA2 of the decoded file beside the original.
    public let psnr: Double
    public let ssimulacra2: Double
    /// What each self-test leaves of the mark, as a multiple of what reading needs; under 1 it is lost there.
    public let survivals: [Embedding.Survival]
    /// What the decoded file gives.
    public let detection: Detection

    /// What the weakest self-test leaves of the mark.
    public var margin: Double? { survivals.map(\.margin).min() }
  }

  /// SSIMULACRA2 that the decoded file has at least, unless a PSNR is asked for.
  public static let leastScore = 85.0
  /// L∞ in levels of 255 that a mark may reach: far above what masked embedding asks for.
  private static let epsilon: Float = 32

  /// Embeds a mark.
  ///
  /// - Parameters:
  ///   - bytes: the picture's file.
  ///   - psnr: dB of the embedding; by default the strength follows self-tests (JPEG 50, half and quarter size, brighter) as
  ///     far as ``leastScore`` allows.
  /// - Throws: `ImageCodecError`, `WatermarkError` (too small), `PortfolioError.verificationFailed` if the written file does
  ///   not give the mark back.
  public static func embed(
    _ mark: Mark, key: MarkKey, into bytes: [UInt8], psnr: Double? = nil, readOptions: ReadOptions = ReadOptions()
  ) throws -> Result {
    let artwork = try ImageCodec.read(bytes, options: readOptions)
    let original = try artwork.workingCopy()
    let alpha = artwork.alphaPlane()
    let comparison = Comparison(reference: original, alpha: alpha)
    var options = EmbeddingOptions(psnr: psnr)
    if psnr == nil {
      let measure: @Sendable (RasterImage, Plane?) -> QualityFloor.Score = { reference, alpha in
        let parts = Comparison(reference: reference, alpha: alpha)
        return { parts.score($0) }
      }
      options.floor = QualityFloor(minimum: leastScore, measure: measure) { comparison.score($0) }
    }
    // What is left after JPEG 50 with so much in hand is left after WebP 75, too.
    let jpeg = Handling.named("jpeg-50").map { jpeg in SelfTest(name: jpeg.name, reserve: 2) { try jpeg($0) } }
    options.selfTests = [jpeg].compactMap(\.self) + [.halfSize, .quarterSize, .brighter]
    let embedding = try Watermark.embed(mark, key: key, into: original, alpha: alpha, options: options)

    // The file's own rounding, colour space and coefficients may cost a little more than levels of 255 do.
    let editor = try ImageEditor(original: bytes, artwork: artwork)
    var scale: Float = 1
    while true {
      let samples = try artwork.samples(adding: embedding.change, scale: scale, epsilon: epsilon)
      let file = try editor.encode(samples, deadZone: 0)
      let picture = try ImageCodec.read(file.bytes, options: readOptions).workingCopy()
      let score = comparison.score(picture)
      if psnr == nil, score < leastScore, scale > smallestScale {
        let factor = pow((100 - leastScore) / (100 - score), 0.8)
        scale *= Float(min(0.97, max(0.3, factor)))
        continue
      }
      let detection = try Watermark.detect(in: picture, key: key)
      guard detection.mark == mark, psnr != nil || score >= leastScore else {
        throw PortfolioError.verificationFailed("the mark cannot be read back: the picture is too plain to carry one")
      }
      let survivals = embedding.survivals.map { survival in
        var weaker = survival
        weaker.margin *= Double(scale)
        return weaker
      }
      return Result(
        file: file, psnr: comparison.psnr(picture), ssimulacra2: score, survivals: survivals, detection: detection)
    }
  }

  /// A mark that must be made weaker than this part of what was meant is given up.
  private static let smallestScale: Float = 0.05

  /// Looks for a mark in a picture's file.
  ///
  /// - Parameter falseAlarm: the largest probability that a picture without a mark is said to have one.
  /// - Throws: `ImageCodecError`, `WatermarkError`.
  public static func detect(
    in bytes: [UInt8], key: MarkKey, falseAlarm: Double = 1e-9, readOptions: ReadOptions = ReadOptions()
  ) throws -> Detection {
    try Watermark.detect(
      in: try ImageCodec.read(bytes, options: readOptions).workingCopy(), key: key, falseAlarm: falseAlarm)
  }
}
