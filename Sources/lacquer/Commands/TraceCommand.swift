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
    let (inputs, failures) = try input.expand(converting: true)
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    let tracer = try Terminal.reporting(.inputOutput) {
      let keys = try keyFiles.isEmpty ? MarkKeyFile.known() : keyFiles.map(MarkKeyFile.read)
      return Tracer(ledger: try ledger.open(creates: false), keys: keys, falseAlarm: falseAlarm)
    }
    var summary = TraceSummary.Counts()
    for failure in failures { fail(failure.path, failure.error, code: failure.error.code, &summary) }
    let progress = Progress(total: inputs.count, isShown: !report.quiet)
    for input in inputs {
      progress.begin(input.path)
      defer { progress.end(input.path) }
      do {
        let trace = try threads.use { try tracer.trace(try AtomicFile.read(input.path)) }
        summary.add(trace.verdict)
        show(trace, input.path)
      } catch {
        fail(input.path, error, code: errorCode(error), &summary)
      }
    }
    progress.finish()
    if summary.all > 1 {
      if report.json {
        Terminal.print(JSONLine.text(TraceSummary(summary: summary)))
      } else if !report.quiet {
        Terminal.say(
          "\(summary.traced) of \(summary.all) traced, \(summary.looksLike) look like a work, "
            + "\(summary.unlisted) with a mark that is not on record, \(summary.failed) could not be read")
      }
    }
    if summary.failed > 0 { throw ExitCode.inputFailed }
    if summary.traced < summary.all { throw ExitCode.checkFailed }
  }

  private func fail(_ path: String, _ error: any Error, code: String, _ summary: inout TraceSummary.Counts) {
    summary.all += 1
    summary.failed += 1
    let message = FailureMessage.text("\(error)", of: path)
    Terminal.say("lacquer: \(message)")
    if report.json {
      Terminal.print(JSONLine.text(Failure(file: path, error: CopyRecord.Failure(code: code, message: message))))
    }
  }

  private func show(_ trace: Trace, _ path: String) {
    if report.json { return Terminal.print(JSONLine.text(TraceLine(path, trace))) }
    guard !report.quiet else { return }
    Terminal.print("\(path): \(TraceWords.answer(trace))")
  }

  private struct Failure: Encodable {
    var schema = 1
    let file: String
    let error: CopyRecord.Failure
  }

}
