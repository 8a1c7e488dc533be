import Files
import Foundation
import ImageCodec
import Protection
import Raster

/// Stamps the pictures of a plan: in parallel, each written atomically, failures told and passed over.
public struct StampRunner: Sendable {
  /// Bytes of working memory that a pixel needs at the most: samples before and after, planes of picture and change.
  private static let bytesPerPixel = 64

  public let plan: Plan
  public let stamper: Stamper
  public let options: BatchOptions
  let readOptions: ReadOptions

  public init(plan: Plan, stamper: Stamper, options: BatchOptions, readOptions: ReadOptions = ReadOptions()) {
    self.plan = plan
    self.stamper = stamper
    self.options = options
    self.readOptions = readOptions
  }

  /// Works on every job.
  ///
  /// - Parameters:
  ///   - begin: called with a job's name when it is begun, from any thread.
  ///   - report: called once an input, from one thread at a time, in the order in which they are done.
  /// - Returns: all outcomes, in the order of the plan.
  @discardableResult
  public func run(
    begin: @escaping @Sendable (String) -> Void = { _ in }, report: @escaping @Sendable (StampOutcome) -> Void
  ) -> [StampOutcome] {
    let failures = plan.failures.map {
      StampOutcome(failed: $0.input, Outcome.Failure(code: $0.error.code, message: $0.error.description))
    }
    if !options.dryRun { plan.clearStaleTemporaries() }
    let gate = MemoryGate(budget: options.memory)
    return JobQueue(count: plan.jobs.count, failures: failures, report: report)
      .work(options.split(jobs: plan.jobs.count)) { index in
        begin(plan.jobs[index].name)
        return run(plan.jobs[index], gate)
      }
  }

  private func run(_ job: Plan.Job, _ gate: MemoryGate) -> StampOutcome {
    let start = ContinuousClock.now
    var outcome = StampOutcome(input: job.input.path, output: job.output, status: .failed)
    do {
      try work(job, gate, &outcome)
    } catch {
      outcome.status = .failed
      outcome.error = PictureJob.failure(error, path: job.input.path)
    }
    outcome.ms = Int((ContinuousClock.now - start) / .milliseconds(1))
    return outcome
  }

  private func work(_ job: Plan.Job, _ gate: MemoryGate, _ outcome: inout StampOutcome) throws {
    let bytes = try AtomicFile.read(job.input.path)
    let hash = Digest.sha256(bytes)
    outcome.sha256In = hash
    let header = try ImageCodec.readHeader(bytes, options: readOptions)
    outcome.width = header.width
    outcome.height = header.height
    guard !options.dryRun else {
      outcome.status = .planned
      return
    }
    try gate.run(bytes: header.width * header.height * Self.bytesPerPixel) {
      let product = try stamper.stamp(bytes, sha256: hash, readOptions: readOptions)
      outcome.sha256Out = Digest.sha256(product.file.bytes)
      outcome.stamp = product.stamp
      outcome.metadata = product.metadata
      outcome.warnings = product.warnings.map(\.message)
      let output = OutputFile(job: job, destination: job.destination)
      if try output.isThere(with: product.file.bytes) {
        outcome.status = .skipped
        return
      }
      try output.check(options.overwrite)
      try output.write(product.file.bytes, original: bytes) {}
      outcome.status = .stamped
    }
  }
}
