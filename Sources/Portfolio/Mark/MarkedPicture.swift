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
    /// What the weakest self-test leaves of the mark, as a multiple of what reading needs; under 1 it is lost there.
    public let margin: Double?
    /// What the decoded file gives.
    public let detection: Detection
  }

  /// L∞ in levels of 255 that a mark may reach: far above what masked embedding asks for.
  private static let epsilon: Float = 32

  /// Embeds a mark.
  ///
  /// - Parameters:
  ///   - bytes: the picture's file.
  ///   - psnr: dB of the embedding; by default the strength follows self-tests (JPEG 50, half size, brighter).
  /// - Throws: `ImageCodecError`, `WatermarkError` (too small), `PortfolioError.verificationFailed` if the written file does
  ///   not give the mark back.
  public static func embed(
    _ mark: Mark, key: MarkKey, into bytes: [UInt8], psnr: Double? = nil, readOptions: ReadOptions = ReadOptions()
  ) throws -> Result {
    let artwork = try ImageCodec.read(bytes, options: readOptions)
    let original = try artwork.workingCopy()
    var options = EmbeddingOptions(psnr: psnr)
    if let jpeg = Handling.named("jpeg-50") {
      options.selfTests = [SelfTest(name: jpeg.name) { try jpeg($0) }, .halfSize, .brighter]
    }
    let embedding = try Watermark.embed(
      mark, key: key, into: original, alpha: artwork.alphaPlane(), options: options)
    let samples = try artwork.samples(adding: embedding.change, scale: 1, epsilon: epsilon)
    let file = try ImageEditor(original: bytes, artwork: artwork).encode(samples, deadZone: 0)
    let decoded = try ImageCodec.read(file.bytes, options: readOptions)
    let picture = try decoded.workingCopy()
    let detection = try Watermark.detect(in: picture, key: key)
    guard detection.mark == mark else {
      throw PortfolioError.verificationFailed("the mark cannot be read back: the picture is too plain to carry one")
    }
    let comparison = Comparison(reference: original, alpha: artwork.alphaPlane())
    return Result(
      file: file, psnr: comparison.psnr(picture), ssimulacra2: comparison.score(picture), margin: embedding.margin,
      detection: detection)
  }

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
