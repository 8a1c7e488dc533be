import Foundation
import Portfolio

/// Prints the records of a batch as they come, and the summary at the end.
final class BatchPrinter: @unchecked Sendable {
  /// What a command says of its records.
  struct Words {
    /// What is said of an output beside its names, in a line.
    var sentence: (CopyRecord) -> String = { _ in "" }
    /// Lines below that one.
    var figures: (CopyRecord) -> [String] = { _ in [] }
    /// What is said of all that were written, at the end.
    var closing: (BatchSummary) -> [String] = { _ in [] }
    /// The JSON line of an output; `nil` for that of all records.
    var line: (CopyRecord) -> (any Encodable)? = { _ in nil }
    /// Whether a summary closes the JSON lines.
    var sumsUp = true
    /// How outputs may end, in the order of the summary.
    var statuses: [CopyStatus]
  }

  private let report: ReportOptions
  private let progress: Progress
  private let words: Words
  private let requirements: [CopyRequirement]
  /// Whether the output itself goes to standard output, so that nothing else may.
  private let pipes: Bool
  private let lock = NSLock()
  private let start = Date()
  private var summary: BatchSummary

  init(
    report: ReportOptions, progress: Progress, words: Words, requirements: [CopyRequirement] = [], pipes: Bool = false
  ) {
    self.report = report
    self.progress = progress
    self.words = words
    self.requirements = requirements
    self.pipes = pipes
    summary = BatchSummary(statuses: words.statuses)
  }

  /// Prints what was found beside the pictures: what is not there, cannot be read or was left out.
  func print(_ listing: InputListing) {
    for failure in listing.failures {
      let input = InputFile(path: failure.path, relativePath: failure.path)
      print(CopyRecord(.failed, of: input, .init(code: failure.error.code, message: failure.error.description)))
    }
    for (input, kind) in listing.unsupported {
      let failure = CopyRecord.Failure(
        code: "unsupported",
        message: "\(input.path): Lacquer cannot read \(kind) as it is: \(PictureKind.remedy(kind))")
      print(CopyRecord(.unsupported, of: input, failure), kind: kind)
    }
    if !report.quiet { InputOptions.sayNotEntered(listing.notEntered) }
    for folder in listing.leftOut where !report.quiet {
      Terminal.say("lacquer: \(folder): outputs go there, so its pictures were left out")
    }
  }

  /// Shows that an input is in work.
  func begin(_ name: String) { progress.begin(name) }

  func print(_ record: CopyRecord, kind: String? = nil) {
    lock.withLock {
      let missing =
        record.status.isDone || record.status == .skipped ? requirements.filter { !$0.isMet(by: record) } : []
      summary.add(record, kind: kind, isMissing: !missing.isEmpty)
      if report.json {
        let line: any Encodable = words.line(record) ?? CopyLine(record)
        data(JSONLine.text(line))
      }
      say(record)
      if !missing.isEmpty {
        Terminal.say("lacquer: \(record.name): lacks \(missing.map(\.rawValue).joined(separator: ", ")) (--require)")
      }
      progress.end(record.name, isWork: record.status != .skipped && record.status != .unsupported)
    }
  }

  /// Says how the batch went.
  ///
  /// - Returns: the counts of all statuses.
  func finish() -> BatchSummary {
    progress.finish()
    summary.seconds = (Date().timeIntervalSince(start) * 1000).rounded() / 1000
    if report.json {
      if words.sumsUp { data(JSONLine.text(summary)) }
    } else if !report.quiet, summary.count > 0 {
      Terminal.say(summary.sentence)
      for line in words.closing(summary) { Terminal.say(line) }
    }
    return summary
  }

  private func data(_ line: String) {
    if pipes { Terminal.say(line) } else { Terminal.print(line) }
  }

  private func say(_ record: CopyRecord) {
    let isLoud = !report.json && !report.quiet
    switch record.status {
    case .failed, .skippedStale: Terminal.say("lacquer: \(record.failure?.message ?? record.name)")
    case .unsupported: break  // counted at the end
    case .skipped: if isLoud { Terminal.say("\(record.name): done before\(Self.earlier(record))") }
    case .planned:
      if isLoud { Terminal.say("\(record.name): would be written to \(record.output?.target.path ?? "?")") }
    case .unchanged, .weak, .protected, .stamped, .marked, .written:
      if isLoud {
        let word = record.status == .weak ? " (weak)" : record.status == .unchanged ? " (NOT CHANGED)" : ""
        Terminal.say("\(record.name) → \(record.output?.target.path ?? "?")\(word)\(words.sentence(record))")
        for line in words.figures(record) { Terminal.say("  \(line)") }
      }
    }
    guard isLoud else { return }
    for note in (record.metadata?.notes ?? []) + record.warnings.map(\.message) { Terminal.say("  note: \(note)") }
  }

  private static func earlier(_ record: CopyRecord) -> String {
    switch record.provenance.earlier {
    case .weak: " (weak)"
    case .unchanged: " (NOT CHANGED)"
    default: ""
    }
  }
}
