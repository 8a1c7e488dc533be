import ArgumentParser
import Foundation
import ImageContainer
import Portfolio
import Synchronization

/// Runs a batch as every command that writes pictures does: plans, runs, prints, and ends with the right status.
struct BatchRun {
  let input: InputOptions
  let destination: DestinationOptions
  let report: ReportOptions
  let options: BatchOptions
  var showsProgress = false
  var requirements: [CopyRequirement] = []
  let words: BatchPrinter.Words
  /// Whether a picture is still to be begun.
  var isWanted: @Sendable () -> Bool = { true }

  /// Finds the inputs and plans their outputs.
  ///
  /// - Parameters:
  ///   - recipients: whose copies are made, each a folder.
  ///   - format: that of outputs, if they are converted.
  ///   - shard: the part that is done; a manifest divides itself, other inputs are dealt in turn.
  ///   - place: gives an input another place below the output folder.
  /// - Throws: `ExitCode.nothingMatched`, `ValidationError`.
  func plan(
    recipients: [String] = [], format: ImageFormat? = nil, shard: Shard? = nil, manifest: Manifest? = nil,
    place: (InputFile) -> InputFile = { $0 }
  ) throws -> (plan: Plan, listing: InputListing) {
    let manifest = try manifest ?? input.manifest()
    var listing =
      try manifest.map { try input.pictures(of: $0, shard ?? .whole) }
      ?? input.listing(outputFolder: destination.outputFolder, converting: format != nil)
    if let naming = destination.naming(format: format) { listing.inputs = listing.inputs.map(naming.named) }
    listing.inputs = listing.inputs.map(place)
    let target = try destination.destination(inputs: listing.inputs.count * max(1, recipients.count))
    var plan: Plan
    do {
      plan = try Plan(inputs: listing.inputs, destination: target, recipients: recipients)
    } catch {
      throw ValidationError("--recipient: \(error)")
    }
    guard manifest == nil else { return (plan, listing) }
    if let shard { plan = plan.part(shard) }
    try input.demandWork(plan, listing)
    return (plan, listing)
  }

  /// Works on a plan.
  ///
  /// - Parameters:
  ///   - note: gets every record as well, from one thread at a time.
  ///   - afterwards: is done when all is printed, whether all is well or not; gets the exit code and may give another.
  /// - Throws: an `ExitCode` if not all is well.
  func run(
    _ plan: Plan, _ listing: InputListing, _ task: some PictureTask,
    noting note: @escaping @Sendable (CopyRecord) -> Void = { _ in },
    afterwards: (ExitCode?) throws -> ExitCode? = { $0 }
  ) throws {
    let pipes = plan.jobs.contains { $0.output == .standardOutput }
    let printer = BatchPrinter(
      report: report, progress: Progress(total: plan.jobs.count, isShown: showsProgress && !report.quiet), words: words,
      requirements: requirements, pipes: pipes)
    printer.print(listing)
    let isUnwritable = Mutex(false)
    Runner(plan: plan, task: task, options: destination.apply(to: options)).run(
      begin: { printer.begin($0) }, isWanted: isWanted,
      report: { record in
        if record.failure?.code == "unwritable" { isUnwritable.withLock { $0 = true } }
        printer.print(record)
        note(record)
      })
    // A stream that is full or closed is no fault of the picture.
    if pipes, isUnwritable.withLock({ $0 }) {
      _ = printer.finish()
      throw ExitCode.inputOutput
    }
    if let code = try afterwards(printer.finish().exitCode) { throw code }
  }
}
