import Foundation
import PerceptualMetrics
import Testing

@Suite struct StrengthSearchTests {
  /// Costs that grow as powers of the scale, as scores of real pictures do (measured exponents lie near 1).
  @Test(arguments: [0.6, 0.9, 1.3, 2.0], [3.0, 14.0, 60.0, 200.0])
  func meetsTheMinimumFromAbove(exponent: Double, costAtOne: Double) throws {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 50), evaluations: 9)
    let found = try #require(search.run(from: 1) { .scored(100 - costAtOne * pow($0, exponent), $0) })
    #expect(found.score >= 75 && found.score <= 76)
    #expect(found.payload == found.scale)
  }

  @Test func stopsAtTheLargestScale() throws {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 3), evaluations: 9)
    let found = try #require(search.run(from: 1) { .scored(100 - $0, ()) })
    #expect(found.scale == 3 && found.score == 97)
  }

  @Test func givesUpWhenNothingIsGoodEnough() {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 3), evaluations: 9)
    #expect(search.run(from: 1) { _ in StrengthSearch.Evaluation<Void>.scored(10, ()) } == nil)
  }

  @Test func staysUnderScalesThatAreRejected() throws {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 10), evaluations: 12)
    let found = try #require(search.run(from: 1) { $0 > 1.7 ? .tooLarge : .scored(100 - $0, ()) })
    #expect(found.scale <= 1.7 && found.scale > 1.5)
  }

  /// A score that jumps, as JPEG's rounding makes it, must still end on a scale that was seen to be good.
  @Test func survivesJumps() throws {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 10), evaluations: 9)
    let found = try #require(search.run(from: 1) { .scored(100 - ($0 < 2 ? 10 * $0 : 30), ()) })
    #expect(found.score >= 75)
  }

  @Test func anEvaluationMayStopTheSearch() {
    let search = StrengthSearch(
      cost: .init(minimumScore: 75, tolerance: 1), bracket: .init(upTo: 3), evaluations: 9)
    #expect(search.run(from: 1) { $0 > 1 ? StrengthSearch.Evaluation<Void>.stop : .scored(90, ()) } == nil)
  }

  @Test func anySufficientScoreEndsASearchWithoutTolerance() throws {
    let search = StrengthSearch(
      cost: .init(minimumScore: 85, tolerance: .infinity), exponent: 0.8, bracket: .init(from: 0.05, upTo: 1),
      evaluations: 24)
    var tried: [Double] = []
    let found = try #require(
      search.run(from: 1) { scale in
        tried.append(scale)
        return .scored(100 - 30 * scale, ())
      })
    #expect(found.score >= 85 && found.scale == tried.last)
    #expect(tried == tried.sorted(by: >))
  }
}
