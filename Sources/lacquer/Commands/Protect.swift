import ArgumentParser
import Foundation
import Ledger
import Portfolio
import Protection

/// The whole recipe: perturb, declare, sign, write, verify.
struct Protect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write protected copies of pictures.",
    discussion: """
      Inputs are never written to. An output that is there already is left alone when it was made from the same input \
      with the same settings, and refused otherwise (see --overwrite). Options can be kept in a file .lacquer.toml \
      (see lacquer help configuration). Exit status: 0 all good, 1 an output lacks what --require demands, \
      2 at least one input failed, 3 nothing to work on, 69 something that is needed is not installed, 75 an output that was \
      made with other settings was left as it is.

      \(ProtectExamples.text)
      """)

  @OptionGroup(title: "Inputs") var input: InputOptions
  @OptionGroup(title: "Outputs") var destination: DestinationOptions
  @OptionGroup(title: "Preparation") var preparation: PreparationOptions
  @OptionGroup(title: "Change") var recipe: RecipeOptions
  @OptionGroup(title: "Stamp") var stamp: StampOptions
  @OptionGroup(title: "Mark") var mark: MarkOptions
  @OptionGroup(title: "Metadata") var metadata: MetadataOptions

  @Flag(help: "Declare no opt-out; the same as --opt-out none.")
  var noOptOut = false

  @OptionGroup(title: "Signature") var signing: SigningOptions
  @OptionGroup(title: "Receipts") var receipts: ReceiptOptions
  @OptionGroup(title: "Ledger") var ledger: LedgerOption

  @Flag(help: "Keep no record of the copies in the ledger.")
  var noLedger = false

  @Flag(help: "Also protect pictures that are outputs of Lacquer themselves.")
  var again = false

  @OptionGroup(title: "Requirements") var require: RequireOption
  @OptionGroup(title: "Batch") var batch: BatchFlags
  @OptionGroup(title: "Batch") var threads: ThreadOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Report") var pages: ReportFolderOption
  @OptionGroup(title: "Report") var detail: DetailOptions

  func validate() throws {
    guard !noOptOut || metadata.optOut == nil else {
      throw ValidationError("--no-opt-out and --opt-out exclude each other")
    }
    guard !destination.inPlace || !preparation.isWanted else {
      throw ValidationError("--in-place keeps size and kind of the inputs: leave out --resize, --to and --srgb")
    }
    guard !noLedger || ledger.ledger == nil else {
      throw ValidationError("--no-ledger and --ledger exclude each other")
    }
    try pages.validate(destination, batch, input)
  }

  func run() throws {
    let edit = try metadata.edit(defaultOptOut: noOptOut ? [] : .all)
    var recipe: Recipe
    do {
      recipe = try self.recipe.recipe(metadata: edit)
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputFailed
    }
    let books: ProtectTask.Books
    let issuer: MarkIssuer?
    do {
      (books, issuer) = (try self.books(), try mark.marker())
      recipe.stamp = try stamp.stamper()?.settings
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    }
    let showsFigures = detail.verbose
    let run = BatchRun(
      input: input, destination: destination, report: report, options: try batch.options(threads: threads.threads),
      showsProgress: batch.progress == .auto, requirements: try require.requirements(),
      words: BatchPrinter.Words(
        sentence: { ": \(ProtectWords.sentence($0))" }, figures: { showsFigures ? ProtectWords.figures($0) : [] },
        closing: ProtectWords.closing, statuses: [.protected, .weak, .unchanged]))
    let (plan, listing) = try run.plan(recipients: mark.recipients, format: preparation.to, shard: batch.shard)
    recipe.preparation = preparation.preparation(format: plan.formatOfOutputName)
    if books.receipts != nil, plan.jobs.contains(where: { $0.input == .standardInput || $0.output == .standardOutput })
    {
      throw ValidationError("a receipt names its files: give files instead of -")
    }
    try signing.check(plan)
    let task = ProtectTask(
      recipe: recipe, issuer: issuer, books: books, readOptions: batch.readOptions, overwrite: batch.overwrite,
      again: again, pipeline: pipeline(recipe, options: run.options, jobs: plan.jobs.count))
    let subjects = ReportedSubjects(pages, listing, below: destination.output ?? "")
    try run.run(plan, listing, task, noting: subjects.note) { try subjects.write(mark, threads, report) }
  }

  /// What signs and remembers outputs. A picture through a pipe has no path to remember.
  private func books() throws -> ProtectTask.Books {
    let isRecorded = !noLedger && !batch.dryRun && !input.inputs.contains("-") && destination.output != "-"
    return ProtectTask.Books(
      signer: try signing.signer(), receipts: try receipts.writer(),
      ledger: isRecorded ? try ledger.open(creates: true) : nil)
  }

  private func pipeline(
    _ recipe: Recipe, options: BatchOptions, jobs: Int
  ) -> @Sendable () throws -> ProtectPipeline {
    let readOptions = batch.readOptions
    let targets = self.recipe
    let stamp = stamp
    return {
      // Without ONNX Runtime no picture can be protected: that is told once, and not once a picture.
      try Terminal.endingWhereUnavailable {
        try ProtectPipeline.load(
          recipe: recipe, targetPaths: try targets.targetPaths(), stampImagePath: stamp.stampImage,
          stampKey: stamp.key(), threads: options.split(jobs: jobs).threadsEach, readOptions: readOptions)
      }
    }
  }
}
