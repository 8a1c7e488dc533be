import PerceptualMetrics
import Raster
import Testing

/// Texture is what varies in two directions and everywhere: only that hides a pattern.
struct LocalTextureTests {
  private static let side = 128

  /// A grey picture whose values of 0…255 a formula gives.
  private static func picture(_ value: (_ x: Int, _ y: Int) -> Float) -> RasterImage {
    var plane = Plane(width: side, height: side)
    for y in 0..<side {
      for x in 0..<side { plane[x, y] = value(x, y) / 255 }
    }
    return RasterImage(planes: [plane])
  }

  private static func middle(_ picture: RasterImage) -> Float { LocalTexture.map(of: picture)[side / 2, side / 2] }

  @Test func noiseIsTexture() {
    var generator = SeededGenerator(seed: 1, purpose: "texture")
    let noise = generator.normalPlane(width: Self.side, height: Self.side)
    #expect(Self.middle(Self.picture { 128 + 12 * noise[$0, $1] }) > 0.95)
    #expect(Self.middle(Self.picture { 128 + 0.5 * noise[$0, $1] }) == 0)
    let between = Self.middle(Self.picture { 128 + 2.2 * noise[$0, $1] })
    #expect(between > 0.1 && between < 0.9)
  }

  @Test func whatVariesInOneDirectionIsNone() {
    #expect(Self.middle(Self.picture { x, _ in x < Self.side / 2 ? 40 : 220 }) == 0)
    #expect(Self.middle(Self.picture { x, y in (x + y) / 4 % 2 == 0 ? 80 : 160 }) == 0)
    #expect(Self.middle(Self.picture { x, y in Float(x + y) }) == 0)
  }

  /// The corner of a form has edges in two directions, and plain fills beside them.
  @Test func aLoneDetailIsNone() {
    let half = Self.side / 2
    #expect(Self.middle(Self.picture { x, y in x < half && y < half ? 40 : 220 }) < 0.2)
    #expect(Self.middle(Self.picture { x, y in abs(x - half) + abs(y - half) < 4 ? 40 : 220 }) == 0)
  }

  /// The paper between dots is flat: a pattern on it shows.
  @Test func halftoneIsNone() {
    #expect(
      Self.middle(Self.picture { x, y in (x % 8 - 4) * (x % 8 - 4) + (y % 8 - 4) * (y % 8 - 4) < 8 ? 90 : 220 }) == 0)
  }

  /// One texture, however it is turned, is the same texture.
  @Test func directionsDoNotMatter() {
    var generator = SeededGenerator(seed: 2, purpose: "texture")
    let noise = generator.normalPlane(width: Self.side, height: Self.side)
    let upright = LocalTexture.map(of: Self.picture { 128 + 2 * noise[$0, $1] })
    let turned = LocalTexture.map(of: Self.picture { 128 + 2 * noise[$1, $0] })
    for index in stride(from: 0, to: Self.side, by: 7) {
      #expect(abs(upright[index, 40] - turned[40, index]) < 1e-4)
    }
  }
}
