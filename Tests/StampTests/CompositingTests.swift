import Foundation
import Raster
import Stamp
import Testing

/// Numbers computed by hand: 0.5 sRGB-encoded is 0.214041 in linear light, 0.8 is 0.603827, 0.2 is 0.033105.
struct CompositingTests {
  /// The stamped middle of a flat picture.
  private func middle(
    _ source: StampSource, on value: [Float], _ settings: StampSettings
  ) throws -> [Float] {
    let picture = flat(value)
    let change = try Stamp.stamp(source, settings: settings, onto: picture, alpha: nil, seed: 1).change
    return zip(picture.planes, change.planes).map { $0[100, 60] + $1[100, 60] }
  }

  @Test(arguments: [
    // 0.5 × 0.214041 + 0.5 × 1 = 0.607021 → 0.801881
    (Blend.over, Float(1), Float(0.801_881)),
    // 0.5 × 0.214041 + 0.5 × 0.033105 = 0.123573 → 0.386456
    (.over, 0.2, 0.386_456),
    // 0.214041 × (0.5 + 0.5 × 0.603827) = 0.171643 → 0.451228
    (.multiply, 0.8, 0.451_228),
    // 0.214041 + 0.5 × 0.603827 × (1 − 0.214041) = 0.451333 → 0.702343
    (.screen, 0.8, 0.702_343),
    // b ≤ 1/4: D = ((16 b − 12) b + 4) b = 0.463297; b + 0.5 × (2 × 0.603827 − 1)(D − b) = 0.239921 → 0.527033
    (.softLight, 0.8, 0.527_033),
    // s ≤ 1/2: b − 0.5 × (1 − 2 × 0.033105) b (1 − b) = 0.135497 → 0.403729
    (.softLight, 0.2, 0.403_729),
  ])
  func halfOpaqueInLinearLight(_ blend: Blend, _ stamp: Float, _ expected: Float) throws {
    for value in try middle(square(stamp, stamp, stamp), on: [0.5, 0.5, 0.5], settings(blend, opacity: 50)) {
      #expect(abs(value - expected) < 2e-4)
    }
  }

  @Test func coloursStayApart() throws {
    let found = try middle(square(1, 0.5, 0), on: [0.2, 0.2, 0.2], settings())
    #expect(zip(found, [1, 0.5, 0]).allSatisfy { abs($0 - $1) < 2e-3 })
  }

  /// Rec. 709: 0.2126 × 1 + 0.7152 × 0.214041 = 0.365682 → 0.638765.
  @Test func greyPicturesTakeTheLuminance() throws {
    let found = try middle(square(1, 0.5, 0), on: [0.2], settings())
    #expect(found.count == 1 && abs(found[0] - 0.638_765) < 2e-3)
  }

  @Test func aColourTakesThePlaceOfThePictures() throws {
    var settings = settings()
    settings.colour = StampColour("#3366cc")
    let found = try middle(square(1, 1, 0), on: [0.9, 0.9, 0.9], settings)
    #expect(zip(found, [0x33, 0x66, 0xCC]).allSatisfy { abs($0 - Float($1) / 255) < 2e-3 })
  }

  /// L* goes the same share of the way to white or black: half way at 50 %.
  @Test(arguments: [Float(0.05), 0.3, 0.7, 0.95])
  func contrastMovesLightnessBothWays(_ ground: Float) throws {
    let lightness = { (encoded: Float) in
      let y = encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4)
      return y > 216 / 24389 ? 1.16 * cbrt(y) - 0.16 : y * 24389 / 2700
    }
    let source = StampSource.text(words: "███", font: "Sans")
    guard (try? source.check()) != nil else { return }
    var settings = settings(.contrast, opacity: 50)
    settings.content = .text(words: "███", font: "Sans")
    let found = try middle(source, on: [ground, ground, ground], settings)
    let before = lightness(ground)
    let expected = before < 0.5 ? before + (1 - before) / 2 : before / 2
    #expect(abs(lightness(found[1]) - expected) < 0.01)
  }

  @Test(arguments: Blend.allCases)
  func nothingAtNoOpacity(_ blend: Blend) throws {
    var settings = settings(blend, opacity: 0)
    settings.stroke = .init(width: 10)
    settings.shadow = 10
    settings.variation.isPlain = false
    let change = try Stamp.stamp(
      square(1, 0, 0), settings: settings, onto: waves(), alpha: nil, seed: 4
    ).change
    #expect(change.peak == 0)
  }

  @Test func strokeAndShadowLieOutsideTheFigure() throws {
    let picture = flat([0.5, 0.5, 0.5])
    let plain = try Stamp.stamp(square(1, 1, 1), settings: settings(), onto: picture, alpha: nil, seed: 1).change
    var outlined = settings()
    outlined.stroke = .init(width: 10, colour: StampColour("#ff0000"))
    let stroked = try Stamp.stamp(square(1, 1, 1), settings: outlined, onto: picture, alpha: nil, seed: 1).change
    // With its stroke the square fills the same box, and it is red at the rim: 60 pixels of 120, 5 of them stroke.
    #expect(abs(stroked.planes[0][72, 60] - 0.5) < 0.01 && abs(stroked.planes[1][72, 60] + 0.5) < 0.01)
    #expect(abs(stroked.planes[1][100, 60] - 0.5) < 0.01)
    var shaded = settings()
    shaded.shadow = 20
    let shadow = try Stamp.stamp(square(1, 1, 1), settings: shaded, onto: picture, alpha: nil, seed: 1).change
    #expect(plain.planes[0][133, 93] == 0 && shadow.planes[0][133, 93] < -0.01)
    #expect(shadow.planes[0][100, 60] == plain.planes[0][100, 60])
  }

  @Test func transparencyIsNoGround() throws {
    let source = StampSource.text(words: "███", font: "Sans")
    guard (try? source.check()) != nil else { return }
    var settings = settings(.contrast)
    settings.content = .text(words: "███", font: "Sans")
    // What is seen is light; what is transparent is black.
    var picture = flat([0.9])
    var alpha = Plane(width: 200, height: 120, repeating: 1)
    for y in 0..<120 {
      for x in 0..<200 where (x + y) % 4 != 0 {
        picture.planes[0][x, y] = 0
        alpha[x, y] = 0
      }
    }
    let change = try Stamp.stamp(source, settings: settings, onto: picture, alpha: alpha, seed: 1).change
    #expect(change.planes[0][100, 60] < -0.5)
  }
}
