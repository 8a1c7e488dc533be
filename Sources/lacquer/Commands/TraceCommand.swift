import ArgumentParser
import Files
import Foundation
import Ledger
import Portfolio
import Watermark

/// Whose copy a picture is.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Find out which of your works a picture shows, and whose copy it is.",
    discussion: """
      A picture is looked up in the ledger by its bytes, by the mark that can be read in it, and at last by its looks. Looks \
      do not tell copies apart and are no proof. Exit status: 0 every picture traced, 1 at least one not traced, 2 a \
      picture cannot be read, 3 nothing matched.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var ledger: LedgerOption

  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "File of a mark key to look for. Repeatable; default your own key and the published one.", valueName: "file"),
    completion: .file())
  var keyFiles: [String] = []

  @Option(
    help: ArgumentHelp("Largest probability that a picture without a mark is said to have one.", valueName: "p"))
  var falseAlarm = 1e-9

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard falseAlarm > 0, falseAlarm < 1 else { throw ValidationError("--false-alarm must lie between 0 and 1") }
  }

  func run() throws {
    let (inputs, failures) = try input.expand()
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    let tracer: Tracer
    do {
      let keys = try keyFiles.isEmpty ? [MarkKeyFile.standard(), .published] : keyFiles.map(MarkKeyFile.read)
      tracer = Tracer(ledger: try ledger.open(creates: false), keys: keys, falseAlarm: falseAlarm)
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    }
    var summary = Summary.Counts()
    for failure in failures { fail(failure.path, failure.error, code: failure.error.code, &summary) }
    for input in inputs {
      do {
        let trace = try threads.use { try tracer.trace(try AtomicFile.read(input.path)) }
        summary.add(trace.verdict)
        show(trace, input.path)
      } catch {
        fail(input.path, error, code: errorCode(error), &summary)
      }
    }
    if summary.all > 1 {
      if report.json {
        Terminal.print(JSONLine.text(Summary(summary: summary)))
      } else if !report.quiet {
        Terminal.say(
          "\(summary.traced) of \(summary.all) traced, \(summary.looksLike) look like a work, "
            + "\(summary.unlisted) with a mark that is not on record, \(summary.failed) could not be read")
      }
    }
    if summary.failed > 0 { throw ExitCode.inputFailed }
    if summary.traced < summary.all { throw ExitCode.checkFailed }
  }

  // MARK: - Words

  private func fail(_ path: String, _ error: any Error, code: String, _ summary: inout Summary.Counts) {
    summary.all += 1
    summary.failed += 1
    let text = "\(error)"
    let message = text.contains(path) ? text : "\(path): \(text)"
    Terminal.say("lacquer: \(message)")
    if report.json {
      Terminal.print(JSONLine.text(Failure(file: path, error: Outcome.Failure(code: code, message: message))))
    }
  }

  private func show(_ trace: Trace, _ path: String) {
    if report.json { return Terminal.print(JSONLine.text(Line(path, trace))) }
    guard !report.quiet else { return }
    Terminal.print("\(path): \(Self.words(trace))")
  }

  static func words(_ trace: Trace) -> String {
    let unreadable = trace.hasUnreadableMark ? "; a mark of your key is there, too weak to be read" : ""
    switch trace.verdict {
    case .identical: return "is \(copy(trace)) (the same bytes)"
    case .original: return "is the original of \(copy(trace)) (the same bytes)"
    case .marked:
      return "is a copy of \(copy(trace)) (mark \(trace.mark ?? ""), false alarm at most \(power(trace.falseAlarm)))"
    case .unlisted:
      return "carries the mark \(trace.mark ?? "") of your key, which is not on record (false alarm at most "
        + "\(power(trace.falseAlarm)))"
    case .looksLike:
      let work = trace.entries.last.map(\.input) ?? ""
      return
        "looks like \(work) (\(trace.distance ?? 0) of 64 bits differ); whose copy it is cannot be told\(unreadable)"
    case .unknown: return "not known\(unreadable)"
    }
  }

  /// The last made of the records, and for whom all of them are.
  private static func copy(_ trace: Trace) -> String {
    guard let entry = trace.entries.last else { return "" }
    let people = trace.recipients.map { $0 ?? "nobody in particular" }.joined(separator: " or ")
    let whose = trace.recipients == [nil] ? "" : ", for \(people)"
    return "\(entry.output)\(whose), made of \(entry.input) at \(entry.time)"
  }

  private static func power(_ logarithm: Double?) -> String { "1e\(Int((logarithm ?? 0).rounded(.up)))" }

  // MARK: - JSON

  private struct Failure: Encodable {
    var schema = 1
    let file: String
    let error: Outcome.Failure
  }

  /// The line of one picture.
  private struct Line: Encodable {
    var schema = 1
    let file: String
    let traced: Bool
    let verdict: Trace.Verdict
    let mark: String?
    let key: String?
    let falseAlarm: Double?
    let distance: Int?
    let unreadableMark: Bool
    let recipients: [String?]
    let copies: [Copy]

    /// A record that the picture may be a copy of.
    struct Copy: Encodable {
      let input: String
      let output: String
      let recipient: String?
      let time: String
      let sha256In: String
      let sha256Out: String

      enum CodingKeys: String, CodingKey {
        case input, output, recipient, time
        case sha256In = "sha256_in"
        case sha256Out = "sha256_out"
      }
    }

    enum CodingKeys: String, CodingKey {
      case schema, file, traced, verdict, mark, key
      case falseAlarm = "false_alarm"
      case distance
      case unreadableMark = "unreadable_mark"
      case recipients, copies
    }

    init(_ path: String, _ trace: Trace) {
      file = path
      traced = trace.verdict.isTraced
      verdict = trace.verdict
      mark = trace.mark
      key = trace.key
      falseAlarm = trace.falseAlarm.map { pow(10, $0) }
      distance = trace.distance
      unreadableMark = trace.hasUnreadableMark
      recipients = trace.recipients
      copies = trace.entries.map { entry in
        Copy(
          input: entry.input, output: entry.output, recipient: entry.recipient, time: entry.time,
          sha256In: entry.inputHash, sha256Out: entry.outputHash)
      }
    }
  }

  private struct Summary: Encodable {
    struct Counts: Encodable {
      var all = 0
      var traced = 0
      var looksLike = 0
      var unlisted = 0
      var unknown = 0
      var failed = 0

      enum CodingKeys: String, CodingKey {
        case all, traced
        case looksLike = "looks_like"
        case unlisted, unknown, failed
      }

      mutating func add(_ verdict: Trace.Verdict) {
        all += 1
        switch verdict {
        case .identical, .original, .marked: traced += 1
        case .looksLike: looksLike += 1
        case .unlisted: unlisted += 1
        case .unknown: unknown += 1
        }
      }
    }

    var schema = 1
    let summary: Counts
  }
}
