import Foundation
import ImageCodec
import Metrics
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
    let visibility = LocalVisibility(map: Butteraugli.map(picture, written), detail: LocalDetail.map(picture))
    #expect(visibility.smoothShare > 0.9)
    #expect(strength.limits.hold(for: visibility))
    #expect(strength.limits.excess(of: visibility) > 0.5)
  }
}
