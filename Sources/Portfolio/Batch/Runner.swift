import Files
import Foundation
import ImageCodec
import ImageContainer
import Synchronization

/// Runs a task on every picture of a plan: in parallel, each output written atomically. A picture that fails is reported, and
/// the others go on.
package struct Runner<Task: PictureTask>: Sendable {
  package let plan: Plan
  package let task: Task
  package let options: BatchOptions

  package init(plan: Plan, task: Task, options: BatchOptions) {
    self.plan = plan
    self.task = task
    self.options = options
  }

  /// Works on every job.
  ///
  /// - Parameters:
  ///   - begin: called with a job's name when it is begun, from any thread.
  ///   - isWanted: whether a job is still to be begun.
  ///   - report: called once an input, from one thread at a time, in the order in which they are done.
  package func run(
    begin: @escaping @Sendable (String) -> Void = { _ in }, isWanted: @escaping @Sendable () -> Bool = { true },
    report: @escaping @Sendable (CopyRecord) -> Void
  ) {
    let failures = plan.failures.map { CopyRecord(.failed, of: $0.input, CopyRecord.Failure($0.error, of: $0.input)) }
    if !options.dryRun { plan.clearStaleTemporaries() }
    let reporting = Mutex(())
    let gate = MemoryGate(budget: options.memory)
    for failure in failures { report(failure) }
    // Records of thousands of pictures would take memory that no picture gives back.
    JobQueue<Void>(count: plan.jobs.count, failures: [], report: { _ in })
      .work(options.split(jobs: plan.jobs.count)) { index in
        guard isWanted() else { return }
        begin(plan.jobs[index].name)
        let record = run(plan.jobs[index], gate)
        reporting.withLock { _ in report(record) }
      }
  }

  private func run(_ job: Plan.Job, _ gate: MemoryGate) -> CopyRecord {
    let start = ContinuousClock.now
    var record = CopyRecord(.failed, of: job.input, to: job.output)
    record.order = task.order(for: job)
    do {
      let picture = try SourcePicture(job)
      record.source.sha256 = picture.sha256
      let settlement = try task.settlement(of: picture, record)
      if case .settled(let settled) = settlement {
        record = settled
      } else {
        let header = try task.header(of: picture)
        record.source.size = header.map { CopyRecord.Size(width: $0.width, height: $0.height) }
        try Self.check(job, header.map(task.outputFormat))
        let memory = task.memory(for: picture, header)
        try check(memory, job)
        record = try gate.run(bytes: memory) {
          options.dryRun
            ? try planned(picture, settlement, record) : try work(picture, settlement, record, since: start)
        }
      }
    } catch {
      record.status = .failed
      record.failure = CopyRecord.Failure(error, of: job.input)
    }
    record.time.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
    return record
  }

  /// - Throws: `PortfolioError.otherFormat` if a file was named as output whose ending says another format.
  private static func check(_ job: Plan.Job, _ format: ImageFormat?) throws(PortfolioError) {
    guard case .file(let path) = job.destination, let format else { return }
    let ending = (path as NSString).pathExtension.lowercased()
    guard PictureKind.readable.contains(ending), !format.endings.contains(ending) else { return }
    throw .otherFormat(output: path, format: format.name)
  }

  /// - Throws: `FileError.memory` if the process may not use as much.
  private func check(_ memory: Int, _ job: Plan.Job) throws(FileError) {
    guard let limit = options.memoryLimit, memory > limit else { return }
    throw .memory("\(job.input.description) needs some \(memory >> 20) MiB, and this process may use \(limit >> 20)")
  }

  /// What would become of a picture, found out without writing.
  ///
  /// - Throws: what `work` would throw, as far as it can be known without making the output.
  private func planned(
    _ picture: SourcePicture, _ settlement: JobSettlement, _ record: CopyRecord
  ) throws -> CopyRecord {
    let writer = OutputWriter(picture: picture, options: options)
    var record = record
    record.status = .planned
    try task.check(picture)
    if case .open = settlement {
      // Only its bytes tell whether an output that is there is the one that would be made.
      if task.comparesOutputs, writer.isOccupied, try writer.isThere(with: task.make(picture, record).bytes) {
        record.status = .skipped
        return record
      }
      _ = try writer.mayReplace()
    }
    try writer.demandWritable()
    return record
  }

  private func work(
    _ picture: SourcePicture, _ settlement: JobSettlement, _ record: CopyRecord, since start: ContinuousClock.Instant
  ) throws -> CopyRecord {
    let writer = OutputWriter(picture: picture, options: options)
    var replaces = true
    if case .open = settlement, !task.comparesOutputs { replaces = try writer.mayReplace() }
    // Known before the work is done, which may take a minute.
    try writer.demandWritable()
    var (bytes, record) = try task.make(picture, record)
    record.time.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
    if task.comparesOutputs {
      if try writer.isThere(with: bytes) {
        record.status = .skipped
        return record
      }
      replaces = try writer.mayReplace()
    }
    try writer.write(bytes, replacing: replaces) { try task.commit(record, of: picture.job) }
    record.provenance.sidecar = nil
    return record
  }
}
