import Files
import Foundation
import ImageCodec
import ImageContainer
import Ledger
import Metadata
import Protection
import Provenance
import Stamp
import Surrogates
import Watermark

/// One job of a batch from file to file, and every way in which it can end.
struct PictureJob {
  let runner: BatchRunner
  let logs: OutputLogs
  let gate: MemoryGate
  let pipeline: Lazy<ProtectPipeline>
  let engine: Lazy<EngineDescription>

  func run(_ job: Plan.Job) -> Outcome {
    let start = ContinuousClock.now
    var outcome = Outcome(input: job.input.path, output: job.output, status: .failed)
    do {
      try work(job, &outcome)
    } catch {
      outcome.status = .failed
      outcome.error = Self.failure(error, path: job.input.path)
    }
    let spent = (ContinuousClock.now - start).components
    outcome.ms = Int(spent.seconds) * 1000 + Int(spent.attoseconds / 1_000_000_000_000_000)
    return outcome
  }

  private func work(_ job: Plan.Job, _ outcome: inout Outcome) throws {
    let bytes = try AtomicFile.read(job.input.path)
    let hash = Digest.sha256(bytes)
    outcome.sha256In = hash
    outcome.recipient = job.recipient
    let recipe = runner.recipe(for: job)
    outcome.recipe = recipe.hash
    let log = logs.log(of: job.destination.logFolder(for: job.input))
    let name = job.destination.logName(for: job.input)
    if try isDone(job, log.entry(for: name), inputHash: hash, &outcome) { return }
    let header = try ImageCodec.readHeader(bytes, options: runner.readOptions)
    outcome.width = header.width
    outcome.height = header.height
    guard !runner.options.dryRun else {
      outcome.status = .planned
      return
    }
    let need = BatchRunner.bytesPerPicture + header.width * header.height * BatchRunner.bytesPerPixel
    try gate.run(bytes: need) {
      let product = try pipeline.get().protect(
        bytes, sha256: hash, mark: runner.marker?.assignment(for: job.recipient))
      let signed = try sign(product.file.bytes, job, original: bytes)
      var finished = outcome
      finished.status = .protected
      finished.sha256Out = signed.map { Digest.sha256($0) } ?? product.sha256
      finished.sha256Unsigned = signed == nil ? nil : product.sha256
      finished.perceptualHash = product.perceptualHash.hex
      finished.distortion = product.distortion
      finished.protection = product.drift
      finished.stamp = product.stamp
      finished.mark = product.mark
      finished.metadata = CarriedMetadata(
        kept: product.metadata.kept,
        notes: product.metadata.notes.filter {
          signed == nil || $0 != MetadataEditor.unsignedNote && $0 != ContentCredentialBlocks.note
        })
      finished.warnings = product.warnings.map(\.message)
      finished.timings = product.timings
      let entry = OutputLog.Entry(
        output: name, sha256In: hash, sha256Out: finished.sha256Out ?? "", recipe: recipe.hash,
        minimumScore: product.guarantees.minimumScore,
        maximumLinf: product.guarantees.maximumLinf,
        maximumBytes: product.guarantees.maximumBytes.map {
          $0 + (signed.map { $0.count - product.file.bytes.count } ?? 0)
        },
        signer: runner.signer?.fingerprint, mark: OutputLog.MarkRecord(product.mark),
        hasReceipt: runner.receipts?.isBeside == true ? true : nil)
      try write(signed ?? product.file.bytes, job, original: bytes) {
        try runner.receipts?.write(finished, recipe: recipe, engine: engine.get())
        try runner.ledger?.add(Ledger.Entry(finished, recipe: recipe, time: Date()))
        try log.append(entry)
      }
      outcome = finished
    }
  }

  /// The file with Content Credentials; `nil` when none are wanted.
  private func sign(_ bytes: [UInt8], _ job: Plan.Job, original: [UInt8]) throws -> [UInt8]? {
    try runner.signer?.sign(
      bytes, original: original, name: (job.output as NSString).lastPathComponent, edit: runner.recipe.metadata)
  }

  /// Whether the output is there already, made from this input by this recipe.
  ///
  /// - Throws: `PortfolioError.exists` if something else is there and may not be replaced.
  private func isDone(
    _ job: Plan.Job, _ entry: OutputLog.Entry?, inputHash: String, _ outcome: inout Outcome
  ) throws -> Bool {
    if case .inPlace = job.destination {
      // In place the output is the input: done if this very file came out of a run with this recipe.
      guard let entry, entry.sha256Out == inputHash, entry.recipe == outcome.recipe else { return false }
      outcome.status = .skipped
      outcome.sha256Out = inputHash
      if try !isVouchedFor(entry, job) {
        outcome.warnings = ["it was protected before, without the signature, receipt or record that is wanted now"]
      }
      return true
    }
    guard FileManager.default.fileExists(atPath: job.output) else { return false }
    if let entry, entry.sha256In == inputHash, entry.recipe == outcome.recipe,
      Digest.sha256(try AtomicFile.read(job.output)) == entry.sha256Out
    {
      // Without the signature, the receipt or the record that is wanted now, the same picture is made again in its place.
      guard try isVouchedFor(entry, job) else { return false }
      outcome.status = .skipped
      outcome.sha256Out = entry.sha256Out
      return true
    }
    try OutputFile(job: job, destination: job.destination).check(runner.options.overwrite)
    return false
  }

  /// Whether an output has the signature, the receipt and the record in the ledger that this run is to give.
  private func isVouchedFor(_ entry: OutputLog.Entry, _ job: Plan.Job) throws -> Bool {
    try (runner.signer == nil || entry.signer == runner.signer?.fingerprint)
      && runner.receipts?.has(job.output, sha256: entry.sha256Out) ?? true
      && runner.ledger?.has(output: entry.sha256Out) ?? true
  }

  /// - Parameter record: called when the file is safely on the disk, before it gets its name.
  private func write(_ bytes: [UInt8], _ job: Plan.Job, original: [UInt8], record: () throws -> Void) throws {
    try OutputFile(job: job, destination: job.destination).write(bytes, original: original, record: record)
  }

  static func failure(_ error: any Error, path: String) -> Outcome.Failure {
    let message = "\(error)"
    return Outcome.Failure(
      code: errorCode(error), message: message.contains(path) ? message : "\(path): \(message)")
  }
}
