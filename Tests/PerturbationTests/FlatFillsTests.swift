import Perturbation
import Raster
import Testing

@Suite struct FlatFillsTests {
  /// Two fills side by side, with a drawing of random samples below both.
  private func picture(noise: Float = 0) -> RasterImage {
    var generator = SeededGenerator(seed: 5, purpose: "fills")
    var planes: [Plane] = []
    for channel in 0..<3 {
      var plane = Plane(width: 64, height: 64)
      for y in 0..<64 {
        for x in 0..<64 {
          let fill: Float = x < 32 ? 0.2 + 0.1 * Float(channel) : 0.8
          let random = Float(generator.next() % 1000) / 1000
          plane[x, y] = y < 40 ? fill + noise * (random - 0.5) : random
        }
      }
      planes.append(plane)
    }
    return RasterImage(planes: planes)
  }

  /// Keeps a failure from printing a whole plane.
  private func hasNone(_ fills: Plane?) -> Bool { fills == nil }

  @Test func fillsReachUpToTheirOutlinesAndNoFurther() throws {
    let fills = try #require(FlatFills()(picture()))
    for y in 0..<64 {
      for x in 0..<64 { #expect(fills[x, y] == (y < 40 ? 1 : 0), "\(x), \(y)") }
    }
  }

  @Test func aLittleNoiseOfJPEGIsStillAFill() throws {
    let fills = try #require(FlatFills()(picture(noise: 2 / 255)))
    #expect(fills[10, 20] == 1 && fills[31, 20] == 1 && fills[32, 20] == 1)
    #expect(hasNone(FlatFills()(picture(noise: 20 / 255))))
  }

  /// A gradient of one level every `period` pixels is constant within five pixels nearly everywhere.
  @Test(arguments: [2, 4, 8]) func aSlowGradientIsNoFill(period: Int) {
    var plane = Plane(width: 200, height: 60)
    for y in 0..<60 { for x in 0..<200 { plane[x, y] = Float(x / period) / 255 } }
    #expect(hasNone(FlatFills()(RasterImage(planes: [plane]))))
    var upright = Plane(width: 60, height: 200)
    for y in 0..<200 { for x in 0..<60 { upright[x, y] = Float(y / period) / 255 } }
    #expect(hasNone(FlatFills()(RasterImage(planes: [upright]))))
  }

  @Test func thinLinesAndTinyPicturesAreNoFills() {
    var lines = Plane(width: 60, height: 60)
    for y in 0..<60 { for x in 0..<60 { lines[x, y] = (x + 2) % 8 < 4 ? 0 : 1 } }
    #expect(hasNone(FlatFills()(RasterImage(planes: [lines]))))
    #expect(!hasNone(FlatFills(radius: 1)(RasterImage(planes: [lines]))))
    #expect(hasNone(FlatFills()(RasterImage(width: 4, height: 4, channels: 3))))
  }
}
