import ArgumentParser
import Files
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
      (see lacquer help configuration). Exit status: 0 all good, 2 at least one input failed, 3 nothing to work on, 69 \
      something that is needed is not installed.

      One example for each group of options below, to be added to lacquer protect artwork -o upload:
        Inputs         -r --exclude '*-sketch*'
        Outputs        --in-place --backup (instead of -o upload)
        Change         --strength subtle --max-growth 1.2
        Stamp          --stamp '© Ada' --stamp-gravity south
        Mark           --recipient Gallery --recipient Ada
        Metadata       --creator Ada --strip-location
        Signature      --sign cert.pem --sign-key key.pem
        Receipts       --receipt
        Ledger         --ledger work.sqlite
        Batch          --memory 2G --overwrite if-newer
        Configuration  --profile web
        Report         --json
      """)

  @OptionGroup(title: "Inputs") var input: InputOptions
  @OptionGroup(title: "Outputs") var destination: DestinationOptions
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

  @OptionGroup(title: "Batch") var batch: BatchFlags
  @OptionGroup(title: "Batch") var threads: ThreadOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions
  @OptionGroup(title: "Report") var report: ReportOptions
  @OptionGroup(title: "Report") var detail: DetailOptions

  func validate() throws {
    guard !noOptOut || metadata.optOut == nil else {
      throw ValidationError("--no-opt-out and --opt-out exclude each other")
    }
    guard !noLedger || ledger.ledger == nil else {
      throw ValidationError("--no-ledger and --ledger exclude each other")
    }
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
    let signer: FileSigner?
    let writer: ReceiptWriter?
    let marker: MarkIssuer?
    let book: Ledger?
    do {
      (signer, writer, marker) = (try signing.signer(), try receipts.writer(), try mark.marker())
      recipe.stamp = try stamp.stamper()?.settings
      let isRecorded = !noLedger && !batch.dryRun && input.inputs != ["-"]
      book = isRecorded ? try ledger.open(creates: true) : nil
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    }
    if input.inputs == ["-"] {
      guard writer == nil else { throw ValidationError("a receipt names its files: give a file instead of -") }
      guard mark.recipients.count < 2 else { throw ValidationError("a pipe is for one recipient") }
      return try protectStandardInput(recipe, signer: signer, marker: marker)
    }
    let (inputs, failures) = try input.expand()
    let options = try batch.options(threads: threads.threads)
    let target = try destination.destination(inputs: inputs.count * max(1, mark.recipients.count))
    let plan: Plan
    do {
      plan = batch.shard(of: try Plan(inputs: inputs, destination: target, recipients: mark.recipients))
    } catch {
      throw ValidationError("--recipient: \(error)")
    }
    try input.demandWork(plan, failures: failures.count)
    let runner = BatchRunner(
      plan: plan, recipe: recipe, options: options, readOptions: batch.readOptions, signer: signer,
      receipts: writer, marker: marker, ledger: book,
      pipeline: pipeline(recipe, options: options, jobs: plan.jobs.count))
    let progress = Progress(total: plan.jobs.count, isShown: batch.progress == .auto && !report.quiet)
    let showsFigures = detail.verbose
    let printer = BatchPrinter<Outcome>(
      report: report, progress: progress, sentence: { ": \(ProtectWords.sentence($0))" },
      figures: { showsFigures ? ProtectWords.figures($0) : [] },
      closing: ProtectWords.closing)
    for failure in failures {
      printer.print(
        Outcome(
          failed: failure.path, Outcome.Failure(code: errorCode(failure.error), message: "\(failure.error)")))
    }
    runner.run(begin: { printer.begin($0) }, report: { printer.print($0) })
    if printer.finish() > 0 { throw ExitCode.inputFailed }
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

  /// `lacquer protect - -o -`: one picture through a pipe.
  private func protectStandardInput(_ recipe: Recipe, signer: FileSigner?, marker: MarkIssuer?) throws {
    let bytes = try Terminal.input()
    let make = pipeline(recipe, options: try batch.options(threads: threads.threads), jobs: 1)
    let result: [UInt8]
    do {
      let product = try threads.use {
        try make().protect(
          bytes, sha256: Digest.sha256(bytes), mark: marker?.assignment(for: mark.recipients.first))
      }
      let name = (destination.output ?? "-") == "-" ? "picture" : destination.output ?? ""
      result =
        try signer?.sign(
          product.file.bytes, original: bytes, name: (name as NSString).lastPathComponent, edit: recipe.metadata)
        ?? product.file.bytes
    } catch {
      Terminal.say("lacquer: standard input: \(error)")
      throw ExitCode.inputFailed
    }
    guard let output = destination.output, output != "-" else {
      Terminal.write(result)
      return
    }
    guard !FileManager.default.fileExists(atPath: output) || batch.overwrite == .always else {
      Terminal.say("lacquer: \(PortfolioError.exists(output))")
      throw ExitCode.inputFailed
    }
    try AtomicFile.write(result, to: output, existing: .replace)
  }
}
