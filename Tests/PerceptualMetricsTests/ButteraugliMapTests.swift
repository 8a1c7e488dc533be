import PerceptualMetrics
import Raster
import Testing

/// A map that is kept for one picture after the other says what a new map says.
@Suite struct ButteraugliMapTests {
  private static let size = (width: 1100, height: 830)
  private static let reference = Synthetic.picture(width: size.width, height: size.height)
  private static let first = Synthetic.picture(width: size.width, height: size.height, strength: 2)

  /// The picture with other samples in a square.
  private static func changed(at x: Int, _ y: Int, side: Int) -> RasterImage {
    var picture = first
    for row in y..<y + side { for column in x..<x + side { picture.planes[0][column, row] += 0.05 } }
    return picture
  }

  @Test(arguments: [(500, 505, 30), (0, 0, 8), (1092, 822, 8), (100, 100, 600)])
  func aChangedPlaceIsComputedAnew(x: Int, y: Int, side: Int) {
    let picture = Self.changed(at: x, y, side: side)
    var map = ButteraugliMap(Self.reference, Self.first)
    let before = map.distances
    map.update(to: picture)
    let (updated, new) = (map.distances, Butteraugli.map(Self.reference, picture))
    #expect(Self.largestDifference(updated, new) < 1e-4)
    #expect(Self.largestDifference(updated, before) > 0.05)
  }

  @Test func theSamePictureChangesNothing() {
    var map = ButteraugliMap(Self.reference, Self.first)
    let before = map.distances
    map.update(to: Self.first)
    #expect(map.distances == before)
  }

  @Test func keptBandsGiveTheSameMap() {
    var map = ButteraugliMap(Self.reference, Self.reference, keepsBands: true)
    #expect(map.distances.samples.allSatisfy { $0 == 0 })
    map.update(to: Self.first)
    #expect(map.distances == Butteraugli.map(Self.reference, Self.first))
  }

  @Test func picturesOfAFewPixels() {
    let reference = Synthetic.picture(width: 9, height: 5)
    var map = ButteraugliMap(reference, reference)
    let other = Synthetic.picture(width: 9, height: 5, strength: 3)
    map.update(to: other)
    #expect(map.distances.width == 9 && map.distances.height == 5)
    #expect(map.distances == Butteraugli.map(reference, other))
  }

  private static func largestDifference(_ a: Plane, _ b: Plane) -> Float {
    a.combined(with: b) { abs($0 - $1) }.samples.max() ?? 0
  }
}
