import Files
import Foundation
import Synchronization

/// What one shard of a fleet keeps of its own: results, log, ledger and receipts, in files that no other process writes to.
package final class ShardRun: Sendable {
  package let files: ShardFiles
  /// The logs of the folders of outputs.
  package let logs: OutputLogs
  private let results: ShardResults
  /// Why the machine, not a picture, is at fault.
  private let fault = Mutex<String?>(nil)

  /// Codes of faults of the machine (`FileError.isOfMachine`).
  private static let faults: Set<String> = ["disk", "memory"]

  /// - Parameters:
  ///   - files: held by this process.
  ///   - output: the folder of the outputs.
  ///   - recipients: whose copies are made, each in a folder of its own.
  ///   - recipe: its hash.
  ///   - arguments: of the command, as its user would give them again.
  /// - Throws: `FileError`, `FleetError`.
  package init(
    _ files: ShardFiles, manifest: Manifest, output: String, recipients: [String], recipe: String, arguments: [String]
  ) throws {
    self.files = files
    let folders = recipients.isEmpty ? [output] : recipients.map { PathName.join(output, $0) }
    let full = folders.map { URL(fileURLWithPath: $0, isDirectory: true).standardizedFileURL.path }
    logs = OutputLogs(
      elsewhere: Dictionary(zip(full, full.indices.map(files.log)), uniquingKeysWith: { first, _ in first }))
    let division = ShardDivision(manifest.classes, count: files.shard.count)
    results = try ShardResults(
      files,
      ShardHead(
        arguments: Self.withoutShard(arguments), workingFolder: FileManager.default.currentDirectoryPath,
        assigned: division.counts[files.shard.index], pictures: manifest.classes.count,
        logs: full.indices.map { .init(file: PathName.last(of: files.log($0)), folder: full[$0]) },
        manifest: manifest.sha256, of: files.shard.count, recipe: recipe, shard: files.shard.index))
  }

  /// Notes an output that is safely on the disk, before it gets its name.
  ///
  /// - Throws: `FileError`.
  func commit(_ record: CopyRecord) throws(FileError) { try results.note(record) }

  /// Notes how an input ended.
  package func note(_ record: CopyRecord) {
    if let failure = record.failure, Self.faults.contains(failure.code) {
      set(fault: failure.message)
      return
    }
    do {
      try results.note(record)
    } catch {
      set(fault: error.description)
    }
  }

  /// Why the shard should be run again, elsewhere or later; `nil` while all is well.
  package var requeueReason: String? { fault.withLock { $0 } }

  /// Finishes the results, if every picture had its turn.
  ///
  /// - Parameters:
  ///   - missing: paths of inputs that are not there.
  ///   - exit: the code with which the shard ends.
  package func finish(_ plan: Plan, missing: [String], exit: Int32) {
    guard requeueReason == nil else { return }
    do {
      try results.finish(
        missing + plan.failures.map(\.input.path) + plan.jobs.map(\.output.path), exit: exit)
    } catch {
      set(fault: "\(error)")
    }
  }

  private func set(fault message: String) {
    fault.withLock { $0 = $0 ?? message }
  }

  private static func withoutShard(_ arguments: [String]) -> [String] {
    var kept: [String] = []
    var skips = false
    for argument in arguments {
      if skips {
        skips = false
      } else if argument == "--shard" {
        skips = true
      } else if !argument.hasPrefix("--shard=") {
        kept.append(argument)
      }
    }
    return kept
  }
}
