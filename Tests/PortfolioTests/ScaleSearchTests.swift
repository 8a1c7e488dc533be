import Foundation
import Portfolio
import Testing

@Suite struct ScaleSearchTests {
  /// Costs that grow as powers of the scale, as scores of real pictures do (measured exponents lie near 1).
  @Test(arguments: [0.6, 0.9, 1.3, 2.0], [3.0, 14.0, 60.0, 200.0])
  func meetsTheMinimumFromAbove(exponent: Double, costAtOne: Double) throws {
    let search = ScaleSearch(minimum: 75, tolerance: 1, maximumScale: 50, evaluations: 9)
    let found = try #require(search.run(from: 1) { (100 - costAtOne * pow($0, exponent), $0) })
    #expect(found.score >= 75 && found.score <= 76)
    #expect(found.payload == found.scale)
  }

  @Test func stopsAtTheLargestScale() throws {
    let search = ScaleSearch(minimum: 75, tolerance: 1, maximumScale: 3, evaluations: 9)
    let found = try #require(search.run(from: 1) { (100 - $0, ()) })
    #expect(found.scale == 3 && found.score == 97)
  }

  @Test func givesUpWhenNothingIsGoodEnough() {
    let search = ScaleSearch(minimum: 75, tolerance: 1, maximumScale: 3, evaluations: 9)
    #expect(search.run(from: 1) { _ in (10.0, ()) } == nil)
  }

  @Test func staysUnderScalesThatAreRejected() throws {
    let search = ScaleSearch(minimum: 75, tolerance: 1, maximumScale: 10, evaluations: 12)
    let found = try #require(search.run(from: 1) { $0 > 1.7 ? nil : (100 - $0, ()) })
    #expect(found.scale <= 1.7 && found.scale > 1.5)
  }

  /// A score that jumps, as JPEG's rounding makes it, must still end on a scale that was seen to be good.
  @Test func survivesJumps() throws {
    let search = ScaleSearch(minimum: 75, tolerance: 1, maximumScale: 10, evaluations: 9)
    let found = try #require(search.run(from: 1) { (100 - ($0 < 2 ? 10 * $0 : 30), ()) })
    #expect(found.score >= 75)
  }
}
