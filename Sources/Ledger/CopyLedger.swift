import Files
import Foundation
import Synchronization

/// What remembers copies while they are made: the owner's ledger, or the file of one part of a fleet.
package protocol CopyLedger: Sendable {
  /// Adds a record, synced when this returns.
  ///
  /// - Throws: `LedgerError`.
  func add(_ entry: Ledger.Entry) throws(LedgerError)

  /// Whether a file with this SHA-256 is on record.
  ///
  /// - Throws: `LedgerError`.
  func has(output sha256: String) throws(LedgerError) -> Bool

  /// Records of a file as it was written.
  ///
  /// - Throws: `LedgerError`.
  func entries(withOutput sha256: String) throws(LedgerError) -> [Ledger.Entry]
}

extension Ledger: CopyLedger {}

/// The records of one process, a line each as `lacquer ledger export` writes them: several machines that share a disk must not
/// share a database on it.
package final class LedgerJournal: CopyLedger {
  private let path: String
  private let entries: Mutex<[String: [Ledger.Entry]]>

  /// Reads what an earlier process left; a torn last line does not count.
  ///
  /// - Throws: `FileError`.
  package init(path: String) throws {
    self.path = path
    var found: [String: [Ledger.Entry]] = [:]
    if FileManager.default.fileExists(atPath: path) {
      try LineReader.read(path) { line in
        if let entry = Ledger.Entry(line: String(decoding: line, as: UTF8.self)) {
          found[entry.outputHash, default: []].append(entry)
        }
        return true
      }
    }
    entries = Mutex(found)
  }

  package func add(_ entry: Ledger.Entry) throws(LedgerError) {
    guard !has(entry) else { return }
    do {
      try LineFile.append(Array(entry.line.utf8), to: path)
    } catch {
      throw .journal(error)
    }
    entries.withLock { $0[entry.outputHash, default: []].append(entry) }
  }

  package func has(output sha256: String) -> Bool { !entries(withOutput: sha256).isEmpty }

  package func entries(withOutput sha256: String) -> [Ledger.Entry] { entries.withLock { $0[sha256] ?? [] } }

  /// Whether the same bytes are on record at the same place.
  private func has(_ entry: Ledger.Entry) -> Bool {
    entries(withOutput: entry.outputHash).contains { $0.output == entry.output }
  }
}
