import Foundation

/// Lets pictures in only while their estimated memory fits a budget. One picture is always let in, however large.
package final class MemoryGate: @unchecked Sendable {
  private let condition = NSCondition()
  private let budget: Int
  private var used = 0

  package init(budget: Int) {
    self.budget = budget
  }

  /// Waits until `bytes` fit, runs `body`, and frees them.
  package func run<Result>(bytes: Int, _ body: () throws -> Result) rethrows -> Result {
    condition.lock()
    while used > 0 && used + bytes > budget { condition.wait() }
    used += bytes
    condition.unlock()
    defer {
      condition.lock()
      used -= bytes
      condition.broadcast()
      condition.unlock()
    }
    return try body()
  }
}
