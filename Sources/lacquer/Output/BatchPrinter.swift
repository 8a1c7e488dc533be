import Foundation
import Portfolio

/// Prints the outcomes of a batch as they come, and the summary at the end.
final class BatchPrinter<Record: BatchOutcome>: @unchecked Sendable {
  private let report: ReportOptions
  private let progress: Progress
  private let sentence: (Record) -> String
  private let figures: (Record) -> [String]
  private let closing: ([Record]) -> [String]
  private let lock = NSLock()
  private let start = Date()
  private var records: [Record] = []

  /// - Parameters:
  ///   - sentence: what is said of an output beside its names, in a line.
  ///   - figures: lines below that one.
  ///   - closing: what is said of all that were written, at the end.
  init(
    report: ReportOptions, progress: Progress, sentence: @escaping (Record) -> String = { _ in "" },
    figures: @escaping (Record) -> [String] = { _ in [] },
    closing: @escaping ([Record]) -> [String] = { _ in [] }
  ) {
    self.report = report
    self.progress = progress
    self.sentence = sentence
    self.figures = figures
    self.closing = closing
  }

  /// Shows that an input is in work.
  func begin(_ name: String) { progress.begin(name) }

  func print(_ record: Record) {
    lock.withLock {
      records.append(record)
      if report.json { Terminal.print(JSONLine.text(record)) }
      if record.jobStatus == .failed {
        Terminal.say("lacquer: \(record.error?.message ?? record.input)")
      } else if !report.json, !report.quiet {
        Terminal.say(line(record))
        if record.jobStatus == .done { for line in figures(record) { Terminal.say("  \(line)") } }
      }
      if !report.json, !report.quiet {
        for note in (record.metadata?.notes ?? []) + (record.warnings ?? []) { Terminal.say("  note: \(note)") }
      }
      progress.end(record.name, isWork: record.jobStatus != .skipped)
    }
  }

  /// Says how the batch went.
  ///
  /// - Returns: how many inputs failed.
  func finish() -> Int {
    progress.finish()
    let counts = Dictionary(grouping: records, by: \.jobStatus).mapValues(\.count)
    let seconds = Date().timeIntervalSince(start)
    if report.json {
      Terminal.print(
        JSONLine.text(BatchSummary(word: Record.word, counts: counts, seconds: (seconds * 1000).rounded() / 1000)))
    } else if !report.quiet {
      let words: [(JobStatus, String)] = [
        (.done, Record.word), (.planned, "would be \(Record.word)"), (.skipped, "done before"), (.failed, "failed"),
      ]
      let said = words.compactMap { jobStatus, word in counts[jobStatus].map { "\($0) \(word)" } }
      Terminal.say("\(said.joined(separator: ", ")) in \(Progress.duration(seconds))")
      for line in closing(records.filter { $0.jobStatus == .done }) { Terminal.say(line) }
    }
    return counts[.failed] ?? 0
  }

  private func line(_ record: Record) -> String {
    let name = record.name
    return switch record.jobStatus {
    case .done: "\(name) → \(record.output ?? "?")\(sentence(record))"
    case .skipped: "\(name): done before"
    case .planned: "\(name): would be written to \(record.output ?? "?")"
    case .failed: "\(name): \(record.error?.message ?? "failed")"
    }
  }
}

/// The last JSON line of a batch.
private struct BatchSummary: Encodable {
  let word: String
  let counts: [JobStatus: Int]
  let seconds: Double

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    try line.encode(1, forKey: Key(stringValue: "schema"))
    try line.encode(seconds, forKey: Key(stringValue: "seconds"))
    var summary = line.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: "summary"))
    for jobStatus in JobStatus.allCases {
      let key =
        switch jobStatus {
        case .done: word
        case .skipped: "skipped"
        case .planned: "planned"
        case .failed: "failed"
        }
      try summary.encode(counts[jobStatus] ?? 0, forKey: Key(stringValue: key))
    }
  }
}
