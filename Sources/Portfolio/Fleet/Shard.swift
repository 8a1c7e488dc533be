/// One part of a batch that several machines share.
package struct Shard: Sendable, Equatable {
  /// From 0, less than `count`.
  package let index: Int
  package let count: Int

  package static let whole = Shard(index: 0, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `I/N`; `/N`, for which the scheduler says the index; or `/`, for which it says both.
  ///
  /// - Parameter environment: the variables of the process.
  /// - Throws: `FleetError.shard`.
  package init(_ text: String, environment: [String: String]) throws(FleetError) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { throw .shard(text, "give I/N with 0 ≤ I < N, /N or /") }
    let scheduler = Scheduler(environment)
    guard let count = halves[1].isEmpty ? try Self.count(text, scheduler) : Int(halves[1]), count > 0 else {
      throw .shard(text, "N must be a number of at least 1")
    }
    guard halves[0].isEmpty else {
      guard let index = Int(halves[0]), (0..<count).contains(index) else {
        throw .shard(text, "I must be a number from 0 to \(count - 1)")
      }
      self.init(index: index, count: count)
      return
    }
    guard let scheduler else { throw .shard(text, Scheduler.missing) }
    let index = halves[1].isEmpty ? scheduler.index - scheduler.least : scheduler.index
    guard scheduler.most ?? index < count || halves[1].isEmpty, (0..<count).contains(index) else {
      throw .shard(
        text, "\(scheduler.name) counts up to \(scheduler.most ?? scheduler.index): array indices are 0 to \(count - 1)"
      )
    }
    self.init(index: index, count: count)
  }

  private static func count(_ text: String, _ scheduler: Scheduler?) throws(FleetError) -> Int {
    guard let scheduler else { throw .shard(text, Scheduler.missing) }
    guard let count = scheduler.count else { throw .shard(text, "\(scheduler.name) does not say of how many: give /N") }
    guard count == (scheduler.most ?? scheduler.least + count - 1) - scheduler.least + 1 else {
      throw .shard(text, "\(scheduler.name) runs \(count) tasks of an array with gaps: give /N")
    }
    return count
  }
}

extension Shard: CustomStringConvertible {
  package var description: String { "\(index)/\(count)" }
}

/// What a scheduler tells the task of an array.
private struct Scheduler {
  let name: String
  let index: Int
  /// How many tasks were submitted together.
  let count: Int?
  /// The smallest and the largest index of these.
  var least = 0
  var most: Int?

  static let missing = "none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX and AWS_BATCH_JOB_ARRAY_INDEX is set"

  init?(_ environment: [String: String]) {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    if let index = number("SLURM_ARRAY_TASK_ID") {
      (name, self.index, count) = ("Slurm", index, number("SLURM_ARRAY_TASK_COUNT"))
      least = number("SLURM_ARRAY_TASK_MIN") ?? 0
      most = number("SLURM_ARRAY_TASK_MAX")
    } else if let index = number("JOB_COMPLETION_INDEX") {
      (name, self.index, count) = ("Kubernetes", index, nil)
    } else if let index = number("AWS_BATCH_JOB_ARRAY_INDEX") {
      (name, self.index, count) = ("AWS Batch", index, number("AWS_BATCH_JOB_ARRAY_SIZE"))
    } else {
      return nil
    }
  }
}
