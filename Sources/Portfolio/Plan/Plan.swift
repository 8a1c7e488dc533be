import Files
import Foundation
import ImageContainer

/// A batch before it runs: every input with its output, checked for what would go wrong with any of them.
package struct Plan: Sendable {
  /// One picture with its output.
  package struct Job: Sendable, Equatable {
    package let input: InputFile
    package let output: OutputTarget
    /// Whose copy it is.
    package var recipient: String?
    /// Where it goes.
    let destination: Destination

    /// What people are told it is: the input, and for whom its copy is.
    package var name: String { input.path + (recipient.map { " for \($0)" } ?? "") }
  }

  package let jobs: [Job]
  /// Inputs that cannot be worked on, with the reason.
  package let failures: [(input: InputFile, error: PortfolioError)]

  /// Pairs inputs with outputs. Of inputs that would be written to the same file, or over an input of the batch, none is
  /// worked on: which of them should win is not for a tool to guess.
  ///
  /// - Complexity: O(inputs).
  package init(inputs: [InputFile], destination: Destination) {
    var failures: [(InputFile, PortfolioError)] = []
    let targets = inputs.map { destination.target(for: $0) }
    let outputs = targets.map { Self.canonical($0.path) }
    let sources = inputs.map { PathBytes(Self.canonical($0.path)) }
    let everySource = Set(sources)
    // File systems of macOS and of memory cards do not tell cases apart: names that differ only there collide too.
    let keys = outputs.map { PathBytes($0.lowercased()) }
    let owners = Dictionary(grouping: inputs.indices) { keys[$0] }
    var jobs: [Job] = []
    for (index, input) in inputs.enumerated() {
      let mates = owners[keys[index]] ?? []
      let job = Job(input: input, output: targets[index], destination: destination)
      if let rival = mates.first(where: { sources[$0] != sources[index] }) {
        failures.append((input, .collision(output: targets[index].path, input.path, inputs[rival].path)))
      } else if case .inPlace = destination {
        if mates.first == index { jobs.append(job) }
      } else if targets[index] != .standardOutput, everySource.contains(PathBytes(outputs[index])) {
        failures.append((input, .outputIsInput(targets[index].path)))
      } else if mates.first == index {
        // A file that is named twice is worked on once.
        jobs.append(job)
      }
    }
    self.jobs = jobs
    self.failures = failures
  }

  /// A plan that makes a copy of each input for each recipient, in a folder of their name.
  ///
  /// - Throws: `PortfolioError.recipientName`; `.collision` of names that a file system may not tell apart.
  package init(inputs: [InputFile], destination: Destination, recipients: [String]) throws(PortfolioError) {
    guard !recipients.isEmpty else {
      self.init(inputs: inputs, destination: destination)
      return
    }
    var plans: [Plan] = []
    for (index, recipient) in recipients.enumerated() {
      let part = try destination.part(for: recipient)
      if let rival = recipients[..<index].first(where: { $0.lowercased() == recipient.lowercased() }) {
        throw .collision(output: recipient, rival, recipient)
      }
      plans.append(Plan(inputs: inputs, destination: part))
    }
    // All copies of a picture one after the other: what they share is found once.
    let owned = zip(plans, recipients).map { plan, recipient in
      plan.jobs.map { job in
        var job = job
        job.recipient = recipient
        return job
      }
    }
    let order = Dictionary(inputs.enumerated().map { (PathBytes($0.element.path), $0.offset) }) { first, _ in first }
    let jobs = owned.joined().enumerated().map { (place: order[PathBytes($0.element.input.path)] ?? 0, job: $0) }
      .sorted { ($0.place, $0.job.offset) < ($1.place, $1.job.offset) }
      .map(\.job.element)
    var told = Set<String>()
    let failures = plans.flatMap(\.failures).filter { told.insert("\($0.input.path): \($0.error)").inserted }
    self.init(jobs: jobs, failures: failures)
  }

  /// The part of the plan that a shard does.
  package func part(_ shard: Shard) -> Plan {
    Plan(
      jobs: jobs.enumerated().filter { $0.offset % shard.count == shard.index }.map(\.element),
      failures: shard.index == 0 ? failures : [])
  }

  private init(jobs: [Job], failures: [(input: InputFile, error: PortfolioError)]) {
    self.jobs = jobs
    self.failures = failures
  }

  /// The path with links resolved, so that two names of one file are seen to be one.
  private static func canonical(_ path: String) -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    // The file may not be there yet; its folder may.
    return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent)
      .resolvingSymlinksInPath().path
  }
}

extension Plan {
  /// Removes what killed runs left in the folders of the outputs, each folder once.
  func clearStaleTemporaries() {
    for folder in Set(jobs.map { PathName.folder(of: $0.output.path) }) {
      AtomicFile.clearStaleTemporaries(in: folder.isEmpty ? "." : folder)
    }
  }
}

extension Plan {
  /// The format that the name of a single output file says, where its input is not known to have it already; `nil` for outputs
  /// in folders and through pipes.
  package var formatOfOutputName: ImageFormat? {
    guard jobs.count == 1, case .file(let path) = jobs[0].destination else { return nil }
    let ending = (path as NSString).pathExtension.lowercased()
    guard let format = ImageFormat.allCases.first(where: { $0.endings.contains(ending) }) else { return nil }
    if case .file(let input, _) = jobs[0].input, let file = FileHandle(forReadingAtPath: input) {
      defer { try? file.close() }
      let head = (try? file.read(upToCount: 16)).flatMap(\.self) ?? Data()
      return ImageFormat(signatureOf: [UInt8](head)) == format ? nil : format
    }
    return format
  }
}
