import ArgumentParser
import Comparison
import Files
import Foundation
import ImageCodec
import Portfolio

/// Judges protected files.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check protected files, alone or beside their originals.",
    discussion: """
      What is demanded comes from the options, else from what the batch recorded beside its outputs; a file of which neither \
      says anything is unjudged. A receipt beside a file counts, whether it is demanded or not. Checks that need the \
      original are reported as unknown without it. In a folder of originals, a file's is found by its path, else by what it \
      shows. In folders, outputs on record that are gone, originals without a copy, and pictures of kinds that cannot be \
      read are named as well. Exit status: 0 nothing says no, 1 a check says no, 2 a file could not be judged, 3 no file \
      matched.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("The original, or a folder of originals.", valueName: "path"), completion: .file())
  var against: String?

  @OptionGroup(title: "Preparation of the original, where none is on record") var preparation: PreparationOptions

  @OptionGroup var demands: DemandOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let paths = try input.paths()
    let (inputs, failures) = input.list.expand(paths)
    let completeness = Completeness(paths: paths, list: input.list)
    var verifier = try Terminal.reporting { try demands.verifier() }
    verifier.preparation = preparation.preparation()
    if let against {
      do {
        verifier.originals = try Originals(against)
      } catch {
        Terminal.say("lacquer: --against: \(error)")
        throw ExitCode.inputFailed
      }
    }
    var summary = VerifySummary()
    for failure in failures {
      show(Verdict(file: failure.path, error: .init(code: failure.error.code, message: "\(failure.error)")), &summary)
    }
    let progress = Progress(total: inputs.count, isShown: !report.quiet)
    for input in inputs {
      progress.begin(input.path)
      let verdict = threads.use { verifier.verdict(on: input) }
      progress.end(input.path)
      show(verdict, &summary)
    }
    progress.finish()
    for verdict in completeness.verdicts(originals: verifier.originals) { show(verdict, &summary) }
    if summary.unjudged > 0 {
      Terminal.say("lacquer: say what to demand, such as --require mark,opt-out: \(summary.unjudged) unjudged")
    }
    guard summary.files > 0 else { throw ExitCode.nothingMatched }
    if summary.files > 1 {
      if report.json {
        Terminal.print(JSONLine.text(summary))
      } else if !report.quiet {
        for line in summary.lines { Terminal.say(line) }
      }
    }
    if summary.failed > 0 { throw ExitCode.inputFailed }
    if summary.refused > 0 { throw ExitCode.checkFailed }
  }

  private func show(_ verdict: Verdict, _ summary: inout VerifySummary) {
    summary.add(verdict)
    if let error = verdict.error {
      Terminal.say("lacquer: \(FailureMessage.text(error.message, of: verdict.file))")
    }
    if report.json { return Terminal.print(JSONLine.text(verdict)) }
    guard verdict.error == nil, !(report.quiet && verdict.ok) else { return }
    Terminal.print("\(verdict.file): \(verdict.ok ? "ok" : "NOT ok")")
    for check in verdict.checks where !report.quiet || check.ok == false {
      let mark = check.ok.map { $0 ? "ok" : "NO" } ?? "–"
      Terminal.print("  \(mark.padding(toLength: 3, withPad: " ", startingAt: 0)) \(check.name): \(check.detail)")
    }
  }
}
