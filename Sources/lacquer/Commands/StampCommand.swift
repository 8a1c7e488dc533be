import ArgumentParser
import Portfolio
import Protection

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
    let stamper: Stamper?
    do {
      stamper = try stamp.stamper()
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    }
    guard let stamper else { return }
    let run = BatchRun(
      input: input, destination: destination, report: report, options: try batch.options(threads: threads.threads),
      showsProgress: batch.progress == .auto, words: BatchPrinter.Words(statuses: [.stamped]))
    let (plan, listing) = try run.plan(shard: batch.part())
    try run.run(plan, listing, StampTask(stamper: stamper, readOptions: batch.readOptions))
  }
}
