import Foundation
import Raster
import Synchronization

/// The jobs of a batch that are still to do, and the outcomes so far in the order of the jobs; shared by its threads.
package final class JobQueue<Outcome: Sendable>: Sendable {
  /// The job that is next, and the outcomes of those that are done.
  private struct State {
    var position = 0
    var finished: [Outcome?]
  }

  private let state: Mutex<State>
  private let failures: [Outcome]
  private let report: @Sendable (Outcome) -> Void

  /// - Parameters:
  ///   - failures: of inputs that no job came of; reported at once.
  ///   - report: called once an outcome, from one thread at a time.
  package init(count: Int, failures: [Outcome], report: @escaping @Sendable (Outcome) -> Void) {
    self.failures = failures
    state = Mutex(State(finished: Array(repeating: nil, count: count)))
    self.report = report
    for failure in failures { report(failure) }
  }

  /// Does every job. Nothing that `job` holds is in use any more when this returns.
  ///
  /// - Returns: the failures, then all outcomes in the order of the jobs.
  @discardableResult
  package func work(
    _ split: (pictures: Int, threadsEach: Int), _ job: @escaping @Sendable (Int) -> Outcome
  ) -> [Outcome] {
    let workers = (0..<split.pictures).map { _ in
      // A picture's work is deep in C and long; a thread of its own keeps it off Dispatch's pool, which its rows use.
      Worker {
        Parallel.$threads.withValue(split.threadsEach) {
          while let index = self.next() { self.finish(index, with: job(index)) }
        }
      }
    }
    for worker in workers { worker.wait() }
    return failures + state.withLock { $0.finished.compactMap(\.self) }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.position < state.finished.count else { return nil }
      state.position += 1
      return state.position - 1
    }
  }

  private func finish(_ index: Int, with outcome: Outcome) {
    state.withLock { state in
      state.finished[index] = outcome
      report(outcome)
    }
  }
}

/// A thread that can be waited for.
private final class Worker: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var body: (@Sendable () -> Void)?

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
    let thread = Thread { self.run() }
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func run() {
    body?()
    // Let go before whoever waits goes on: sessions and a ledger that are closed here while the process ends meet libraries that
    // are being torn down.
    body = nil
    done.signal()
  }

  func wait() {
    done.wait()
  }
}
