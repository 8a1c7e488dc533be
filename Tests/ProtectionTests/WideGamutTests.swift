import Comparison
import Files
import Foundation
import ImageCodec
import Protection
import Raster
import Stamp
import Surrogates
import Testing
import Watermark

/// Pictures whose colours lie outside sRGB are changed, marked and judged with all of them.
@Suite struct WideGamutTests {
  private static let side = 256
  private static let hash = String(repeating: "ab", count: 32)

  /// Saturated reds with grain and a ramp, which Display P3 shows and sRGB does not.
  private static func reds() -> ContiguousArray<UInt8> {
    var generator = SeededGenerator(seed: 9, purpose: "reds")
    let grain = generator.normalPlane(width: side, height: side)
    var levels = ContiguousArray<UInt8>()
    for y in 0..<side {
      for x in 0..<side {
        let light = Float(x + y) / Float(2 * side) * 30 + 5 * grain[x, y]
        for level in [200 + light, 20 + light / 2, 16 + light / 2] { levels.append(UInt8(min(255, max(0, level)))) }
      }
    }
    return levels
  }

  /// A PNG of samples, in Display P3 by its code points (ITU-T H.273) where they are given.
  private static func png(_ levels: ContiguousArray<UInt8>, codePoints: [UInt8]?) throws -> [UInt8] {
    let file = try ImageCodec.encodePNG(.eight(levels), width: side, height: side, layout: .rgb)
    guard let codePoints else { return file }
    var checksum = ~UInt32(0)
    for byte in Array("cICP".utf8) + codePoints {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
    }
    let end = (0..<4).map { UInt8(truncatingIfNeeded: ~checksum >> UInt32(24 - 8 * $0)) }
    return file[..<33] + [0, 0, 0, 4] + Array("cICP".utf8) + codePoints + end + file[33...]
  }

  private static func displayP3() throws -> [UInt8] { try png(reds(), codePoints: [12, 13, 0, 1]) }

  /// The root mean square by which samples of two files differ, in levels of 255, for each of red, green and blue.
  private static func differences(_ first: [UInt8], _ second: [UInt8]) throws -> [Double] {
    guard case .eight(let a) = try ImageCodec.read(first).samples,
      case .eight(let b) = try ImageCodec.read(second).samples
    else { return [] }
    return (0..<3).map { c in
      let squares = stride(from: c, to: a.count, by: 3).map { pow(Double(a[$0]) - Double(b[$0]), 2) }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
  }

  /// A mark of the same strength in sRGB moves the same samples about as far where they mean colours outside sRGB.
  @Test func theMarkReachesColoursOutsideSRGB() throws {
    let (wide, plain) = (try Self.displayP3(), try Self.png(Self.reds(), codePoints: nil))
    let key = MarkKey.published
    let (first, second) = (
      try MarkedPicture.embed(Mark(id: 77), key: key, into: wide, psnr: 42),
      try MarkedPicture.embed(Mark(id: 77), key: key, into: plain, psnr: 42)
    )
    let (moved, usual) = (
      try Self.differences(wide, first.file.bytes), try Self.differences(plain, second.file.bytes)
    )
    for c in 0..<3 { #expect(moved[c] > 0.5 * usual[c] && moved[c] < 2 * usual[c]) }
    #expect(first.detection.mark == Mark(id: 77))
  }

  /// The score of a protected picture, the one that is checked later and the one that `measure` gives are one.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func oneScoreIsTold() throws {
    let bytes = try Self.displayP3()
    let recipe = Recipe(steps: 0, workingSide: 256, maximumGrowth: 20)
    let product = try ProtectPipeline.load(recipe: recipe, threads: 1).protect(bytes, sha256: Self.hash)
    let pair = try PicturePair(reference: Picture(file: bytes), distorted: Picture(file: product.file.bytes))
    let found = Measurement([.ssimulacra2, .psnr, .linf, .butteraugliMax])(pair)
    let score = try #require(found[.ssimulacra2]?.value)
    #expect(abs(product.distortion.ssimulacra2 - score) < 0.001)
    #expect(score >= recipe.strength.minimumScore && score < 99)
    #expect(abs(product.distortion.psnr - (found[.psnr]?.value ?? 0)) < 0.001)
    #expect(product.distortion.linf == found[.linf]?.value)
    #expect(try #require(found[.butteraugliMax]?.value) <= recipe.strength.limits.whole.maximum)
    let checks = try Inspection.checks(product.file.bytes, original: bytes, demands: Demands(minimumScore: 1))
    #expect(abs((checks.first { $0.name == "ssimulacra2" }?.value ?? 0) - score) < 0.001)
  }

  /// An opaque stamp covers colours outside sRGB wholly.
  @Test func aStampCoversColoursOutsideSRGB() throws {
    let white = ContiguousArray<UInt8>(repeating: 255, count: 16 * 16 * 3)
    let logo = FileManager.default.temporaryDirectory.appendingPathComponent("white-\(UUID().uuidString).png")
    defer { try? FileManager.default.removeItem(at: logo) }
    let bytes = try ImageCodec.encodePNG(.eight(white), width: 16, height: 16, layout: .rgb)
    try Data(bytes).write(to: logo)
    let settings = StampSettings(
      content: .image(sha256: Digest.sha256(bytes)), opacity: 100, blend: .over, variation: .init(isPlain: true))
    let stamper = try Stamper(settings: settings, imagePath: logo.path, key: nil)
    let stamped = try stamper.stamp(Self.displayP3(), sha256: Self.hash)
    guard case .eight(let levels) = try ImageCodec.read(stamped.file.bytes).samples else { return }
    let whites = stride(from: 0, to: levels.count, by: 3).count { i in (0..<3).allSatisfy { levels[i + $0] >= 254 } }
    #expect(whites > 1000)
  }
}
