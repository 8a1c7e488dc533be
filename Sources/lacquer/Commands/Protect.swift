import ArgumentParser
import Files
import Foundation
import ImageCodec
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
      2 at least one input failed, 3 nothing to work on, 69 something that is needed is not installed, 73 an output that was \
      made with other settings was left as it is, 75 with --results: run this shard again (see lacquer help exit-codes).

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
  @OptionGroup(title: "Fleet") var fleet: FleetOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Report") var pages: ReportFolderOption
  @OptionGroup(title: "Report") var detail: DetailOptions

  func validate() throws {
    guard !noOptOut || metadata.optOut == nil else {
      throw ValidationError("--no-opt-out and --opt-out exclude each other")
    }
    guard !destination.inPlace || !preparation.isWanted else {
      throw ValidationError(PreparationOptions.notInPlace)
    }
    let isShaped = recipe.objective == .drift && preparation.grain.map { Grain(kind: $0).canBeShaped } == true
    guard !isShaped || recipe.steps ?? 0 == 0 else {
      throw ValidationError("--steps has no use beside --grain: the grain itself is shaped, in one pass")
    }
    guard !noLedger || ledger.ledger == nil else {
      throw ValidationError("--no-ledger and --ledger exclude each other")
    }
    try validateFleet()
    try pages.validate(destination, batch, input)
  }

  /// Where inputs and outputs of a fleet must be.
  private func validateFleet() throws {
    guard fleet.fanOut == nil || !destination.inPlace else {
      throw ValidationError("--fan-out is for outputs in a folder: leave out --in-place")
    }
    guard fleet.results != nil else { return }
    guard input.filesFrom != nil, input.filesFrom != "-", input.inputs.isEmpty else {
      throw ValidationError("--results needs a manifest alone: --files-from work.jsonl (see lacquer manifest)")
    }
    guard !destination.inPlace, destination.output != "-" else {
      throw ValidationError("--results needs a folder for outputs: --output FOLDER")
    }
    guard receipts.receipts == nil, ledger.ledger == nil, pages.folder == nil else {
      throw ValidationError("--results keeps its own files: leave out --receipts, --ledger and --report")
    }
  }

  func run() throws {
    try pages.demandWritable()
    var recipe = try declaredRecipe()
    let (shard, manifest) = (try batch.part(), try input.manifest())
    let files = batch.dryRun ? nil : try fleet.files(shard, of: manifest)
    var books: ProtectTask.Books
    let issuer: MarkIssuer?
    do {
      (books, issuer) = (try self.books(files), try mark.marker())
      recipe.stamp = try stamp.stamper()?.settings
    } catch {
      Terminal.say("lacquer: \(error)")
      throw (error as? FileError)?.isOfMachine == true && files != nil ? ExitCode.requeue : .inputOutput
    }
    var run = try batchRun()
    let (plan, listing) = try run.plan(
      recipients: mark.recipients, format: preparation.to, shard: shard, manifest: manifest, place: fleet.placed)
    recipe.preparation = preparation.preparation(format: plan.formatOfOutputName)
    if books.receipts != nil, plan.jobs.contains(where: { $0.input == .standardInput || $0.output == .standardOutput })
    {
      throw ValidationError("a receipt names its files: give files instead of -")
    }
    try signing.check(plan)
    let shardRun = try files.map { try self.shardRun($0, manifest, recipe) }
    books.shard = shardRun
    if let shardRun { run.isWanted = { shardRun.requeueReason == nil } }
    let task = ProtectTask(
      recipe: recipe, issuer: issuer, books: books, readOptions: batch.readOptions, overwrite: batch.overwrite,
      again: again, pipeline: pipeline(recipe, options: run.options, jobs: plan.jobs.count))
    let subjects = ReportedSubjects(pages, listing, below: destination.output ?? "")
    try run.run(
      plan, listing, task,
      noting: { record in
        subjects.note(record)
        shardRun?.note(record)
      },
      afterwards: { code in
        try subjects.write(mark, threads, report)
        return shardRun.map { $0.close(plan, listing, code) } ?? code
      })
  }

  /// The recipe with what outputs declare, before stamp and preparation.
  private func declaredRecipe() throws -> Recipe {
    let edit = try metadata.edit(defaultOptOut: noOptOut ? [] : .all)
    return try Terminal.reporting { try recipe.recipe(metadata: edit) }
  }

  /// Finds out what would stop every picture, and says it as a run would.
  func checkSettings() throws {
    _ = try declaredRecipe()
    try Terminal.reporting(.inputOutput) {
      _ = (try mark.marker(), try stamp.stamper())
      if let output = destination.output { try AtomicFile.demandWritable(beside: PathName.join(output, "any")) }
    }
  }

  private func shardRun(_ files: ShardFiles, _ manifest: Manifest?, _ recipe: Recipe) throws -> ShardRun {
    guard let manifest, let output = destination.output else { throw ExitCode.validationFailure }
    return try Terminal.reportingFleet {
      try ShardRun(
        files, manifest: manifest, output: output, recipients: mark.recipients, recipe: recipe.hash,
        arguments: Array(CommandLine.arguments.dropFirst()))
    }
  }

  private func batchRun() throws -> BatchRun {
    let showsFigures = detail.verbose
    var options = try batch.options(threads: threads.threads)
    if fleet.results != nil { options.memoryLimit = UsableMemory.bytes }
    return BatchRun(
      input: input, destination: destination, report: report, options: options,
      showsProgress: batch.progress == .auto, requirements: try require.requirements(),
      words: BatchPrinter.Words(
        sentence: { ": \(ProtectWords.sentence($0))" }, figures: { showsFigures ? ProtectWords.figures($0) : [] },
        closing: ProtectWords.closing, statuses: [.protected, .weak, .unchanged]))
  }

  /// What signs and remembers outputs. A picture through a pipe has no path to remember.
  ///
  /// - Parameter files: of the shard, if this is one of a fleet.
  private func books(_ files: ShardFiles?) throws -> ProtectTask.Books {
    let isRecorded = !noLedger && !batch.dryRun && !input.inputs.contains("-") && destination.output != "-"
    let book: () throws -> any CopyLedger = {
      try files.map { try LedgerJournal(path: $0.ledger) } ?? ledger.open(creates: true)
    }
    return ProtectTask.Books(
      signer: try signing.signer(), receipts: try receipts.writer(inOneFile: files?.receipts),
      ledger: isRecorded ? try book() : nil)
  }

  private func pipeline(
    _ recipe: Recipe, options: BatchOptions, jobs: Int
  ) -> @Sendable () throws -> ProtectPipeline {
    let readOptions = batch.readOptions
    let targets = self.recipe
    let stamp = stamp
    let status: ExitCode = fleet.results == nil ? .unavailable : .requeue
    // Gain is told in figures alone.
    let measuresGain = report.json || detail.verbose || receipts.isWanted || fleet.results != nil
    return {
      // Without ONNX Runtime no picture can be protected: that is told once, and not once a picture.
      try Terminal.endingWhereUnavailable(status) {
        try ProtectPipeline.load(
          recipe: recipe, targetPaths: try targets.targetPaths(), stampImagePath: stamp.stampImage,
          stampKey: stamp.key(), threads: options.split(jobs: jobs).threadsEach, measuresGain: measuresGain,
          readOptions: readOptions)
      }
    }
  }
}
