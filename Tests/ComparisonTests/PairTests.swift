import Comparison
import Foundation
import ImageCodec
import PerceptualMetrics
import Raster
import Testing

@Suite struct PairTests {
  /// Blurred noise, different everywhere: 8-bit levels.
  static func picture(width: Int = 200, height: Int = 150, seed: UInt64 = 1) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    let blur = SeparableMap.gaussian(width: width, height: height, sigma: 2)
    return RasterImage(
      planes: (0..<3).map { _ in
        blur(generator.normalPlane(width: width, height: height)).map {
          (min(1, max(0, 0.5 + 1.5 * $0)) * 255).rounded() / 255
        }
      })
  }

  private static func turned(_ image: RasterImage, _ orientation: Orientation) -> RasterImage {
    RasterImage(planes: image.planes.map { $0.upright(orientation) })
  }

  @Test(arguments: Orientation.allCases) func turnsAndCropsAreFound(_ orientation: Orientation) throws {
    let whole = Self.picture(width: 620, height: 540)
    let part = try PicturePair(reference: Picture(colour: whole), distorted: Picture(colour: whole))
      .cropped(columns: 37..<530, rows: 21..<500).reference.colour.image
    let pair = try PicturePair(
      reference: Picture(colour: whole), distorted: Picture(colour: Self.turned(part, orientation)), aligning: true)
    let found = try #require(pair.alignment)
    #expect((found.x, found.y, found.width, found.height) == (37, 21, 493, 479))
    #expect(pair.reference.colour.image == pair.distorted.colour.image)
  }

  @Test func differentSizesAndStrangersAreRefused() {
    let (a, b) = (Picture(colour: Self.picture()), Picture(colour: Self.picture(width: 180, seed: 2)))
    #expect(throws: ComparisonError.differentSizes(200, 150, 180, 150)) { try PicturePair(reference: a, distorted: b) }
    #expect(throws: ComparisonError.notAlike) { try PicturePair(reference: a, distorted: b, aligning: true) }
  }

  /// A change that only one ground shows has to count.
  @Test(arguments: [Float(0), 1]) func theWorstGroundCounts(_ level: Float) throws {
    let colour = RasterImage(width: 64, height: 64, channels: 3, repeating: level)
    let clear = Plane(width: 64, height: 64, repeating: 0.5)
    let solid = Plane(width: 64, height: 64, repeating: 1)
    let pair = try PicturePair(
      reference: Picture(colour: colour, alpha: clear), distorted: Picture(colour: colour, alpha: solid))
    #expect(pair.grounds == Ground.allCases)
    let found = Measurement([.linf, .psnr])(pair)
    // Half of the other extreme shines through: 128 levels by rounding, or 127.
    #expect(try #require(found[.linf]?.value) >= 127)
    #expect(try #require(found[.psnr]?.value) < 6.1)
  }

  /// Pixels that are wholly transparent cannot be seen.
  @Test func whatIsTransparentDoesNotCount() throws {
    let alpha = Plane(width: 200, height: 150)
    let pair = try PicturePair(
      reference: Picture(colour: Self.picture(), alpha: alpha),
      distorted: Picture(colour: Self.picture(seed: 2), alpha: alpha))
    #expect(Measurement([.linf, .ssimulacra2])(pair) == [.linf: .value(0), .ssimulacra2: .value(100)])
  }

  @Test func sixteenBitsAreMeasuredAtSixteen() throws {
    let reference = RasterImage(width: 32, height: 32, channels: 3, repeating: 0.5)
    let distorted = reference.map { $0 + 100 / 65535 }
    let pair = try PicturePair(
      reference: Picture(colour: reference, isFine: true), distorted: Picture(colour: distorted, isFine: true))
    let found = Measurement([.linf, .psnr, .psnrY])(pair)
    #expect(abs(try #require(found[.linf]?.value) - 100.0 / 257) < 1e-4)
    let expected = 20 * log10(65535.0 / 100)
    #expect(abs(try #require(found[.psnr]?.value) - expected) < 1e-3)
    #expect(abs(try #require(found[.psnrY]?.value) - expected) < 1e-2)
  }

  @Test func theWorstCornerIsFound() throws {
    let reference = Self.picture(width: 256, height: 256)
    var distorted = reference
    for y in 200..<220 { for x in 10..<30 { distorted.planes[1][x, y] = 1 - distorted.planes[1][x, y] } }
    let pair = try PicturePair(reference: Picture(colour: reference), distorted: Picture(colour: distorted))
    let grid = RegionGrid(pair, side: 4, measurement: Measurement(Metric.regional))
    #expect((grid.columns, grid.rows, grid.cells.count) == (4, 4, 16))
    for metric in Metric.regional { #expect(grid.worst[metric.rawValue] == 12, "\(metric)") }
    #expect(grid.cells[12].x == 0 && grid.cells[12].y == 192 && grid.cells[12].width == 64)
    #expect(grid.cells[0].values["ssimulacra2"] == 100)
  }

  /// A relief in a smooth half is told apart from one in a busy half, and its place is given.
  @Test func smoothPlacesAreMeasuredApart() throws {
    var reference = RasterImage(width: 256, height: 128, channels: 3, repeating: 0.5)
    let busy = Self.picture(width: 128, height: 128)
    for channel in 0..<3 {
      for y in 0..<128 { for x in 0..<128 { reference.planes[channel][x, y] = busy.planes[channel][x, y] } }
    }
    var distorted = reference
    for y in 60..<68 { for x in 220..<228 { distorted.planes[1][x, y] += x % 2 == 0 ? 0.05 : -0.05 } }
    let pair = try PicturePair(reference: Picture(colour: reference), distorted: Picture(colour: distorted))
    let (found, worst) = Measurement([.butteraugliMax, .butteraugliSmoothMax, .butteraugliSmooth3]).measure(pair)
    let place = try #require(worst)
    #expect((215..<233).contains(place.x) && (55..<73).contains(place.y) && place.smooth)
    #expect(found[.butteraugliSmoothMax] == found[.butteraugliMax])
    #expect(try #require(found[.butteraugliSmooth3]?.value) > 0)
    // Where nothing is smooth there is nothing to say of smooth places.
    let noise = try PicturePair(reference: Picture(colour: busy), distorted: Picture(colour: busy))
    #expect(Measurement([.butteraugliSmoothMax])(noise) == [.butteraugliSmoothMax: .undefined])
  }
}
