import Foundation
import Handling
import Raster
import Testing

@Suite struct HandlingTests {
  private func picture(_ width: Int = 200, _ height: Int = 120) -> RasterImage {
    var generator = SeededGenerator(seed: 3)
    let smooth = SeparableMap.gaussian(width: width, height: height, sigma: 2)
    return RasterImage(
      planes: (0..<3).map { _ in
        smooth(generator.normalPlane(width: width, height: height)).map { min(1, max(0, 0.5 + $0)) }
      })
  }

  private func handled(_ name: String, _ image: RasterImage) throws -> RasterImage {
    let handling = try #require(Handling.named(name))
    return try handling(image)
  }

  @Test func namesAreUnique() {
    #expect(Set(Handling.all.map(\.name)).count == Handling.all.count)
    #expect(Handling.named("no such handling") == nil)
  }

  @Test(arguments: [
    ("none", 200, 120), ("half", 100, 60), ("512", 200, 120), ("crop-10", 180, 108), ("blur-2", 200, 120),
  ])
  func givesTheSizeThatItsNameSays(name: String, width: Int, height: Int) throws {
    let result = try handled(name, picture())
    #expect(result.width == width && result.height == height)
  }

  @Test func bringsLongSidesDown() throws {
    let result = try handled("512", picture(1024, 300))
    #expect(result.width == 512 && result.height == 150)
  }

  /// The lower the quality the further from the original, and a resave never equals it.
  @Test func lowerQualityCostsMore() throws {
    let original = picture()
    let costs = try ["jpeg-90", "jpeg-75", "jpeg-50"].map { name in
      try handled(name, original).combined(with: original) { $0 - $1 }.rootMeanSquare
    }
    #expect(costs[0] > 0 && costs[0] < costs[1] && costs[1] < costs[2])
  }

  @Test func resultsHaveEightBitLevels() throws {
    for name in ["half", "blur-1", "jpeg-75"] {
      let result = try handled(name, picture())
      #expect(result.planes.allSatisfy { $0.samples.allSatisfy { abs($0 * 255 - ($0 * 255).rounded()) < 1e-3 } })
    }
  }
}
