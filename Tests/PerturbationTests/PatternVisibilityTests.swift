import Foundation
import Perturbation
import Raster
import Testing

@Suite struct PatternVisibilityTests {
  private let amplitude: Float = 2 / 255

  private func grey(_ value: (Int, Int) -> Float) -> RasterImage {
    var plane = Plane(width: 96, height: 96)
    for y in 0..<96 { for x in 0..<96 { plane[x, y] = value(x, y) } }
    return RasterImage(planes: [plane, plane, plane])
  }

  /// A sine of a period of four pixels.
  private var pattern: RasterImage { grey { x, _ in amplitude * Float(sin(Double(x) * .pi / 2 + 0.4)) } }

  @Test func aPatternOnAnEmptyGroundIsSeenForWhatItIs() {
    let empty = grey { _, _ in 0.5 }
    // Nothing masks it, and hardly any of it is coarse: its RMS over the threshold.
    let seen = PatternVisibility()(of: pattern, on: empty)
    #expect(abs(seen - Double(amplitude / Float(2).squareRoot() / (8 / 255))) < 0.02 * seen)
    #expect(PatternVisibility()(of: grey { _, _ in 0 }, on: empty) == 0)
    // What a blur leaves is no pattern.
    #expect(PatternVisibility()(of: grey { _, _ in amplitude }, on: empty) < 1e-4)
  }

  @Test func followsTheScaleOfTheChange() {
    let picture = grey { x, y in 0.5 + 0.002 * Float((x * 7 + y * 13) % 10) }
    let (once, thrice) = (
      PatternVisibility()(of: pattern, on: picture), PatternVisibility()(of: pattern.map { 3 * $0 }, on: picture)
    )
    #expect(abs(thrice / once - 3) < 1e-3)
  }

  @Test func contrastHidesAPattern() {
    func seen(beside contrast: Float) -> Double {
      PatternVisibility()(of: pattern, on: grey { x, y in 0.5 + contrast * Float((x / 2 + y / 2) % 2) })
    }
    #expect(seen(beside: 0.02) < 0.95 * seen(beside: 0))
    #expect(seen(beside: 0.2) < 0.3 * seen(beside: 0))
  }
}
