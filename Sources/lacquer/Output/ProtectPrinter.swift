import Foundation
import Portfolio
import Verifier

/// Prints outcomes as they come, and the summary at the end.
final class ProtectPrinter: @unchecked Sendable {
  /// The last JSON line of a batch.
  struct Summary: Encodable {
    struct Counts: Encodable {
      var protected = 0
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
  private var outcomes: [Outcome] = []

  init(report: ReportOptions, progress: Progress) {
    self.report = report
    self.progress = progress
  }

  func print(_ outcome: Outcome) {
    lock.withLock {
      outcomes.append(outcome)
      if report.json { Terminal.print(JSONLine.text(outcome)) }
      if outcome.status == .failed {
        Terminal.say("lacquer: \(outcome.error?.message ?? outcome.input)")
      } else if !report.json && !report.quiet {
        Terminal.say(Self.line(outcome))
      }
      if !report.quiet {
        for note in (outcome.metadata?.notes ?? []) + (outcome.warnings ?? []) where !report.json {
          Terminal.say("  note: \(note)")
        }
      }
      progress.advance(isWork: outcome.status != .skipped)
    }
  }

  /// Says how the batch went.
  func finish() -> Summary.Counts {
    var counts = Summary.Counts()
    for outcome in outcomes {
      switch outcome.status {
      case .protected: counts.protected += 1
      case .skipped: counts.skipped += 1
      case .planned: counts.planned += 1
      case .failed: counts.failed += 1
      }
    }
    let seconds = Date().timeIntervalSince(start)
    if report.json {
      Terminal.print(JSONLine.text(Summary(summary: counts, seconds: (seconds * 1000).rounded() / 1000)))
    } else if !report.quiet {
      for line in Self.summary(outcomes, counts: counts, seconds: seconds) { Terminal.say(line) }
    }
    return counts
  }

  // MARK: - Words

  static func line(_ outcome: Outcome) -> String {
    let name = outcome.input + (outcome.recipient.map { " for \($0)" } ?? "")
    switch outcome.status {
    case .skipped: return "\(name): done before"
    case .planned: return "\(name): would be written to \(outcome.output ?? "?")"
    case .failed: return "\(name): \(outcome.error?.message ?? "failed")"
    case .protected:
      var parts: [String] = []
      if let cost = outcome.distortion {
        parts.append(
          "SSIMULACRA2 \(Progress.number(cost.ssimulacra2, 1)), \(Progress.number(cost.psnr, 1)) dB, ±\(Progress.number(cost.linf, 0))"
        )
      }
      if let score = outcome.protection?.encoders.min(by: { $0.medianRatio < $1.medianRatio }) {
        parts.append(
          "moves \(score.name) \(Progress.number(score.medianRatio, 2))× matched noise (worst \(Progress.number(score.worstRatio, 2)), \(score.worst))"
        )
      }
      if let mark = outcome.mark, mark.read {
        parts.append("mark \(mark.id), \(Progress.number(mark.margin, 1))× what reading needs")
      }
      let seconds = Progress.number(Double(outcome.ms ?? 0) / 1000, 1)
      return "\(name) → \(outcome.output ?? "?"): \(parts.joined(separator: "; ")); \(seconds) s"
    }
  }

  static func summary(_ outcomes: [Outcome], counts: Summary.Counts, seconds: Double) -> [String] {
    var said: [String] = []
    for (count, word) in [
      (counts.protected, "protected"), (counts.planned, "would be protected"), (counts.skipped, "done before"),
      (counts.failed, "failed"),
    ] where count > 0 {
      said.append("\(count) \(word)")
    }
    var lines = ["\(said.joined(separator: ", ")) in \(Progress.duration(seconds))"]
    let done = outcomes.filter { $0.status == .protected }
    if done.count > 1 {
      if let worst = done.max(by: { cost($0) < cost($1) }), let figures = worst.distortion {
        lines.append("most visible: \(worst.input), SSIMULACRA2 \(Progress.number(figures.ssimulacra2, 1))")
      }
      let moved = done.compactMap { outcome in outcome.protection.flatMap(weakest).map { (outcome.input, $0) } }
      if let least = moved.min(by: { $0.1 < $1.1 }) {
        lines.append("least moved: \(least.0), \(Progress.number(least.1, 2))× matched noise in its worst handling")
      }
    }
    return lines
  }

  private static func cost(_ outcome: Outcome) -> Double {
    100 - (outcome.distortion?.ssimulacra2 ?? 100)
  }

  private static func weakest(_ protection: Outcome.Protection) -> Double? {
    protection.encoders.map(\.worstRatio).min()
  }
}
