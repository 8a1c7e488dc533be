import ArgumentParser
import Files
import Foundation
import Portfolio
import Protection
import Stamp

/// The visible stamp.
struct StampCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stamp", abstract: "Write copies of pictures with a visible stamp: a text or a logo.",
    discussion: """
      Everything that a file carries is kept, and nothing is changed where the stamp is not. Each picture's stamp differs a \
      little from the next one's, so that it cannot be computed from many of them and taken off. Exit status: 0 all good, \
      2 at least one input failed, 3 nothing to work on.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var destination: DestinationOptions
  @OptionGroup var stamp: StampOptions
  @OptionGroup var batch: BatchFlags
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard stamp.isWanted else { throw ValidationError("say what to stamp: --stamp TEXT or --stamp-image PNG") }
  }

  func run() throws {
    guard let stamper = try Self.failing(.inputOutput, { try stamp.stamper() }) else { return }
    if input.inputs == ["-"] { return try stampStandardInput(stamper) }
    let (inputs, failures) = try input.expand()
    let options = try batch.options(threads: threads.threads)
    let plan = batch.shard(of: Plan(inputs: inputs, destination: try destination.destination(inputs: inputs.count)))
    try input.demandWork(plan, failures: failures.count)
    let printer = BatchPrinter<StampOutcome>(
      report: report, progress: Progress(total: plan.jobs.count, isShown: batch.progress == .auto && !report.quiet))
    for failure in failures {
      printer.print(
        StampOutcome(
          failed: failure.path, Outcome.Failure(code: failure.error.code, message: failure.error.description)))
    }
    StampRunner(plan: plan, stamper: stamper, options: options, readOptions: batch.readOptions)
      .run(begin: { printer.begin($0) }, report: { printer.print($0) })
    if printer.finish() > 0 { throw ExitCode.inputFailed }
  }

  /// `lacquer stamp - -o -`: one picture through a pipe.
  private func stampStandardInput(_ stamper: Stamper) throws {
    try Self.failing(.inputFailed) {
      let bytes = try Terminal.input()
      let file = try threads.use {
        try stamper.stamp(bytes, sha256: Digest.sha256(bytes), readOptions: batch.readOptions).file
      }
      guard let output = destination.output, output != "-" else {
        Terminal.write(file.bytes)
        return
      }
      guard !FileManager.default.fileExists(atPath: output) || batch.overwrite == .always else {
        throw PortfolioError.exists(output)
      }
      try AtomicFile.write(file.bytes, to: output, existing: .replace)
    }
  }

  /// Says what went wrong, and ends.
  private static func failing<Result>(_ code: ExitCode, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      Terminal.say("lacquer: \(error)")
      throw code
    }
  }
}
