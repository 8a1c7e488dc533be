import Foundation
import Portfolio

/// Prints outcomes of `stamp` as they come, and the summary at the end.
final class StampPrinter: @unchecked Sendable {
  /// The last JSON line of a batch.
  struct Summary: Encodable {
    struct Counts: Encodable {
      var stamped = 0
      var skipped = 0
      var planned = 0
      var failed = 0
    }

    let schema = 1
    let summary: Counts
    let seconds: Double
  }

  private let report: ReportOptions
  private let progress: Progress
  private let lock = NSLock()
  private let start = Date()
  private var counts = Summary.Counts()

  init(report: ReportOptions, progress: Progress) {
    self.report = report
    self.progress = progress
  }

  func print(_ outcome: StampOutcome) {
    lock.withLock {
      if report.json { Terminal.print(JSONLine.text(outcome)) }
      let name = outcome.input
      let said: String?
      switch outcome.status {
      case .stamped: (counts.stamped, said) = (counts.stamped + 1, "\(name) → \(outcome.output ?? "?")")
      case .skipped: (counts.skipped, said) = (counts.skipped + 1, "\(name): done before")
      case .planned:
        (counts.planned, said) = (counts.planned + 1, "\(name): would be written to \(outcome.output ?? "?")")
      case .failed:
        (counts.failed, said) = (counts.failed + 1, nil)
        Terminal.say("lacquer: \(outcome.error?.message ?? name)")
      }
      if !report.json, !report.quiet {
        if let said { Terminal.say(said) }
        for note in (outcome.metadata?.notes ?? []) + (outcome.warnings ?? []) { Terminal.say("  note: \(note)") }
      }
      progress.advance(isWork: outcome.status != .skipped)
    }
  }

  /// Says how the batch went.
  func finish() -> Summary.Counts {
    let seconds = Date().timeIntervalSince(start)
    if report.json {
      Terminal.print(JSONLine.text(Summary(summary: counts, seconds: (seconds * 1000).rounded() / 1000)))
    } else if !report.quiet {
      let said = [
        (counts.stamped, "stamped"), (counts.planned, "would be stamped"), (counts.skipped, "done before"),
        (counts.failed, "failed"),
      ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      Terminal.say("\(said.joined(separator: ", ")) in \(Progress.duration(seconds))")
    }
    return counts
  }
}
