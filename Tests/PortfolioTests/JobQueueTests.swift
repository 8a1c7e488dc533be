import Foundation
import Portfolio
import Testing

@Suite struct JobQueueTests {
  private final class Resource: Sendable {}

  @Test func givesOutcomesInTheOrderOfTheJobs() {
    let board = JobQueue<Int>(count: 40, failures: [-1], report: { _ in })
    #expect(board.work((pictures: 3, threadsEach: 1)) { $0 * $0 } == [-1] + (0..<40).map { $0 * $0 })
  }

  /// What is freed by a worker while the process ends, an encoder's session, crashes it.
  @Test func keepsNothingOnceTheWorkIsDone() {
    for _ in 0..<300 {
      weak var kept: Resource?
      do {
        let resource = Resource()
        kept = resource
        let board = JobQueue<Bool>(count: 2, failures: [], report: { _ in })
        let outcomes = board.work((pictures: 2, threadsEach: 1)) { _ in withExtendedLifetime(resource) { true } }
        #expect(outcomes == [true, true])
      }
      #expect(kept == nil)
    }
  }
}
