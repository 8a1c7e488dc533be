import Comparison
import Foundation
import ImageCodec
import PerceptualMetrics
import Perturbation
import Protection
import Raster
import Surrogates
import Testing

/// Where a picture is so smooth that a pattern shows before SSIMULACRA2 minds it, the eye's bound decides.
@Suite struct VisibilityTests {
  /// Soft light with a little grain, as a sky has.
  private static func sky(side: Int = 256) -> RasterImage {
    var generator = SeededGenerator(seed: 5, purpose: "sky")
    let grain = generator.normalPlane(width: side, height: side)
    var picture = RasterImage(width: side, height: side, channels: 3)
    for y in 0..<side {
      for x in 0..<side {
        for channel in 0..<3 {
          let light = 0.4 + 0.3 * Float(y) / Float(side) + 0.05 * Float(channel)
          picture.planes[channel][x, y] = light + 0.8 / 255 * grain[x, y]
        }
      }
    }
    return picture.map { ($0 * 255).rounded() / 255 }
  }

  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"), arguments: Strength.allCases)
  func aSmoothPictureKeepsTheBound(strength: Strength) throws {
    let picture = Self.sky()
    let bytes = try ImageCodec.encodePNG(
      .eight(picture.interleavedLevels), width: picture.width, height: picture.height, layout: .rgb)
    let recipe = Recipe(strength: strength, steps: 0, workingSide: 256, maximumGrowth: 20)
    let product = try ProtectPipeline.load(recipe: recipe, threads: 1)
      .protect(bytes, sha256: String(repeating: "cd", count: 32))
    let written = try ImageCodec.read(product.file.bytes).workingCopy()
    let seen = PatternVisibility()(of: written.combined(with: picture) { $0 - $1 }, on: picture)
    // Levels are rounded, which adds a little.
    #expect(seen < strength.maximumVisibility * 1.1)
    #expect(product.distortion.ssimulacra2 > strength.minimumScore + 1)
    // Every place keeps the limits, and what they allow is used.
    let visibility = LocalVisibility(map: Butteraugli.map(picture, written), smooth: SmoothPlaces(of: picture))
    #expect(visibility.smoothShare > 0.9)
    #expect(strength.limits.hold(for: visibility))
    #expect(strength.limits.excess(of: visibility) > 0.5)
  }

  /// Coarse quantisation makes every kept change larger than it was meant: the limits hold on the written file nevertheless.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"), arguments: [15, 50, 92])
  func aCoarseJPEGKeepsTheLimits(quality: Int) throws {
    let picture = Self.sky()
    let bytes = try ImageCodec.encodeJPEG(
      picture.interleavedLevels, width: picture.width, height: picture.height, channels: 3, quality: quality)
    let recipe = Recipe(steps: 0, workingSide: 256, maximumGrowth: 20)
    let product = try ProtectPipeline.load(recipe: recipe, threads: 1)
      .protect(bytes, sha256: String(repeating: "cd", count: 32))
    let original = try ImageCodec.read(bytes).workingCopy()
    let written = try ImageCodec.read(product.file.bytes).workingCopy()
    let visibility = LocalVisibility(map: Butteraugli.map(original, written), smooth: SmoothPlaces(of: original))
    #expect(recipe.strength.limits.hold(for: visibility))
    // Where hardly anything fits, the coarse JPEG is named, and no smooth picture.
    let named = product.warnings.map(\.code)
    #expect(!named.contains(quality < 50 ? .smooth : .coarse))
    if quality == 15, product.distortion.ssimulacra2 > 95 { #expect(named.contains(.coarse)) }
  }

  /// What hides under full transparency is no reason to speak of colours.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func aPictureThatNobodySeesIsNamedSo() throws {
    let levels = ContiguousArray<UInt8>((0..<32 * 32).flatMap { _ in [120, 140, 90, 0] as [UInt8] })
    let bytes = try ImageCodec.encodePNG(.eight(levels), width: 32, height: 32, layout: .rgba)
    let product = try ProtectPipeline.load(recipe: Recipe(), threads: 1)
      .protect(bytes, sha256: String(repeating: "ef", count: 32))
    #expect(product.warnings.contains { $0.code == .flat && $0.message.contains("every pixel is transparent") })
  }

  /// Pictures with alpha are seen over black, white and a checker.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func translucentPicturesKeepTheLimitsOverEveryGround() throws {
    let picture = Self.sky(side: 128)
    var levels = ContiguousArray<UInt8>()
    for (index, level) in picture.interleavedLevels.enumerated() {
      levels.append(level)
      if index % 3 == 2 { levels.append(UInt8(40 + (index / 3 / 128) % 128)) }
    }
    let bytes = try ImageCodec.encodePNG(.eight(levels), width: 128, height: 128, layout: .rgba)
    let recipe = Recipe(steps: 0, workingSide: 128, maximumGrowth: 20)
    let product = try ProtectPipeline.load(recipe: recipe, threads: 1)
      .protect(bytes, sha256: String(repeating: "ef", count: 32))
    let pair = try PicturePair(reference: Picture(file: bytes), distorted: Picture(file: product.file.bytes))
    let found = Measurement([.butteraugliMax, .butteraugli3, .butteraugliSmoothMax, .butteraugliSmooth3])(pair)
    let limits = recipe.strength.limits
    #expect(try #require(found[.butteraugliMax]?.value) <= limits.whole.maximum)
    #expect(try #require(found[.butteraugli3]?.value) <= limits.whole.norm3)
    #expect(found[.butteraugliSmoothMax]?.value ?? 0 <= limits.smooth.maximum)
    #expect(found[.butteraugliSmooth3]?.value ?? 0 <= limits.smooth.norm3)
  }
}
