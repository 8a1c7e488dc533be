import Files
import Foundation

/// The files of one shard in the folder of results. No other process writes to them.
package struct ShardFiles: Sendable {
  package let folder: String
  package let shard: Shard

  package init(folder: String, shard: Shard) {
    self.folder = folder
    self.shard = shard
  }

  /// The results: a head, a line a picture in the order of the manifest, a foot.
  package var results: String { path("jsonl") }
  /// Results of a shard that is not finished, in the order in which they came.
  package var part: String { results + ".part" }
  /// The records of the copies, as `lacquer ledger export` writes them.
  package var ledger: String { path("ledger.jsonl") }
  /// Signed receipts, a line each.
  package var receipts: String { path("receipts.jsonl") }
  private var lock: String { PathName.join(folder, ".\(shard.index).lock") }

  /// What later becomes the log of a folder of outputs.
  ///
  /// - Parameter number: of the folder, of those that recipients have.
  func log(_ number: Int) -> String { path(Self.logEnding(number)) }

  static func logEnding(_ number: Int) -> String { number == 0 ? "log.jsonl" : "log-\(number).jsonl" }

  private func path(_ ending: String) -> String { path(of: shard.index, ending) }

  /// A file of any shard.
  func path(of index: Int, _ ending: String) -> String { PathName.join(folder, "\(index).\(ending)") }

  /// Makes the folder, and holds the shard for this process until it ends.
  ///
  /// - Throws: `FileError`, `FleetError.busy`.
  package func hold() throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError.system("cannot make the folder \(folder)", error)
    }
    AtomicFile.clearStaleTemporaries(in: folder)
    let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError.system("cannot write \(lock)", reason: errno) }
    // The system lets go when the process ends, however it does; the descriptor is never closed.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw FileError.system("cannot lock \(lock)", reason: errno) }
      throw FleetError.busy(results)
    }
  }
}
