import Foundation
import ImageCodec
import Ledger
import Protection
import Raster

/// How a batch runs; nothing here changes what comes out of a picture.
public struct BatchOptions: Sendable {
  /// Threads in all: pictures at the same time, times threads inside each.
  public var threads: Int
  /// Bytes that the pictures in work may need together.
  public var memory: Int
  public var overwrite: Overwrite
  /// Say what would be done, and do nothing.
  public var dryRun: Bool

  public init(
    threads: Int = UsableCores.count,
    memory: Int = Int(ProcessInfo.processInfo.physicalMemory / 2), overwrite: Overwrite = .never, dryRun: Bool = false
  ) {
    self.threads = max(1, threads)
    self.memory = memory
    self.overwrite = overwrite
    self.dryRun = dryRun
  }

  /// How `threads` are spent on this many pictures.
  public func split(jobs: Int) -> (pictures: Int, threadsEach: Int) {
    let pictures = max(1, min(threads, jobs))
    return (pictures, max(1, threads / pictures))
  }
}

/// Runs a plan: pictures in parallel, each written atomically, failures told and passed over.
public struct BatchRunner: Sendable {
  /// Bytes of working memory that a pixel needs at the most: planes of floats of original, change and candidate, samples
  /// at every stage, and scratch of metrics.
  static let bytesPerPixel = 120
  /// What a picture needs whatever its size: the encoders' activations.
  static let bytesPerPicture = 300 << 20

  public let plan: Plan
  public let pipeline: @Sendable () throws -> ProtectPipeline
  public let recipe: Recipe
  public let options: BatchOptions
  let readOptions: ReadOptions
  /// Signs outputs, last of all.
  let signer: FileSigner?
  /// Writes their receipts.
  let receipts: ReceiptWriter?
  /// Marks outputs, if the recipe says so.
  let marker: MarkIssuer?
  /// Remembers them.
  let ledger: Ledger?

  /// - Parameter pipeline: makes the pipeline when the first picture needs it, so that a batch with nothing to do does not
  ///   load an encoder.
  public init(
    plan: Plan, recipe: Recipe, options: BatchOptions, readOptions: ReadOptions = ReadOptions(),
    signer: FileSigner? = nil, receipts: ReceiptWriter? = nil, marker: MarkIssuer? = nil,
    ledger: Ledger? = nil, pipeline: @escaping @Sendable () throws -> ProtectPipeline
  ) {
    self.signer = signer
    self.receipts = receipts
    self.marker = marker
    self.ledger = ledger
    self.plan = plan
    self.recipe = recipe
    self.options = options
    self.readOptions = readOptions
    self.pipeline = pipeline
  }

  /// What decides the bytes of one job.
  func recipe(for job: Plan.Job) -> Recipe {
    var recipe = recipe
    recipe.mark = marker?.assignment(for: job.recipient).recipe
    return recipe
  }

  /// Works on every job.
  ///
  /// - Parameters:
  ///   - begin: called with a job's name when it is begun, from any thread.
  ///   - report: called once an input, from one thread at a time, in the order in which they are done.
  /// - Returns: all outcomes, in the order of the plan.
  @discardableResult
  public func run(
    begin: @escaping @Sendable (String) -> Void = { _ in }, report: @escaping @Sendable (Outcome) -> Void
  ) -> [Outcome] {
    let failures = plan.failures.map {
      Outcome(failed: $0.input, Outcome.Failure(code: $0.error.code, message: $0.error.description))
    }
    if !options.dryRun { plan.clearStaleTemporaries() }
    let logs = OutputLogs()
    let gate = MemoryGate(budget: options.memory)
    let lazyPipeline = Lazy(pipeline)
    let engine = Lazy { try lazyPipeline.get().engine() }
    return JobQueue(count: plan.jobs.count, failures: failures, report: report)
      .work(options.split(jobs: plan.jobs.count)) { index in
        begin(plan.jobs[index].name)
        return PictureJob(runner: self, logs: logs, gate: gate, pipeline: lazyPipeline, engine: engine)
          .run(plan.jobs[index])
      }
  }
}

/// The logs of the folders that a batch writes to, each read once.
final class OutputLogs: @unchecked Sendable {
  private let lock = NSLock()
  private var logs: [URL: OutputLog] = [:]

  func log(of folder: URL) -> OutputLog {
    lock.withLock {
      if let log = logs[folder] { return log }
      let log = OutputLog(folder: folder)
      logs[folder] = log
      return log
    }
  }
}
