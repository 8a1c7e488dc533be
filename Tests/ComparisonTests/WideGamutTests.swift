import Comparison
import Files
import Foundation
import ImageCodec
import Testing

/// Pictures whose colours lie outside sRGB.
@Suite struct WideGamutTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../shared/cases").path
  static let areThere = FileManager.default.isReadableFile(atPath: folder + "/gar0.png")

  private func picture(_ name: String) throws -> Picture {
    try Picture(file: AtomicFile.read("\(Self.folder)/\(name)"))
  }

  /// Squares of red 255 and 243 of Display P3, which are one red of sRGB. SSIMULACRA2 of libjxl 0.11 is 16.1, and
  /// Butteraugli's ratio to the same samples taken as sRGB is that of libjxl's tool (19.120 to 18.077).
  @Test(.enabled(if: areThere, "needs ../shared/cases"))
  func saturatedRedsDiffer() throws {
    let pair = try PicturePair(reference: picture("gar0.png"), distorted: picture("gar1.png"))
    let metrics: [Metric] = [.linf, .psnr, .ssimulacra2, .butteraugliMax]
    let found = Measurement(metrics)(pair)
    #expect(found[.linf]?.value == 12)
    let psnr = try #require(found[.psnr]?.value)
    #expect(psnr > 20 && psnr < 45)
    #expect(abs((found[.ssimulacra2]?.value ?? 0) - 16.1) < 0.3)
    let asSRGB = try PicturePair(reference: withoutProfile("gar0.png"), distorted: withoutProfile("gar1.png"))
    let least = try #require(Measurement([.butteraugliMax])(asSRGB)[.butteraugliMax]?.value)
    let butteraugli = try #require(found[.butteraugliMax]?.value)
    #expect(abs(butteraugli / least / (19.120 / 18.077) - 1) < 0.01)
  }

  /// The samples of a file without its profile.
  private func withoutProfile(_ name: String) throws -> Picture {
    let artwork = try ImageCodec.read(AtomicFile.read("\(Self.folder)/\(name)"))
    return try Picture(
      file: ImageCodec.encodePNG(artwork.samples, width: artwork.width, height: artwork.height, layout: artwork.layout))
  }

  @Test(.enabled(if: areThere, "needs ../shared/cases"))
  func partsKeepTheirSamples() throws {
    let pair = try PicturePair(reference: picture("gar0.png"), distorted: picture("gar1.png"))
    let part = pair.cropped(columns: 0..<128, rows: 0..<128)
    #expect(part.width == 128)
    #expect((Measurement([.linf])(part)[.linf]?.value ?? 0) > 0)
  }
}
