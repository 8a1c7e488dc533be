import Files
import Foundation
import GRDB
import PerceptualMetrics

/// The record of every copy that was made, in one SQLite file: whose copy of which work it is, by mark, by hash, and by looks.
///
/// Several processes may write at the same time (write-ahead log; who finds it locked waits). Each record is a transaction of
/// its own, synced before the output gets its name: a killed batch leaves whole records only.
package struct Ledger: Sendable {
  /// Seconds that a writer waits for others.
  private static let patience = 60.0

  package let path: String
  private let pool: any DatabaseWriter

  /// `ledger.sqlite` in Lacquer's data folder.
  package static var standardPath: String { DataFolder.path("ledger.sqlite") }

  /// Opens a ledger and brings its tables up to date.
  ///
  /// One in a folder that cannot be written to, such as a mounted copy, is opened for reading only.
  ///
  /// - Parameter creates: makes one where there is none, for its owner's eyes only: it names people.
  /// - Throws: `LedgerError`.
  package init(path: String, creates: Bool = true) throws(LedgerError) {
    self.path = path
    guard creates || FileManager.default.fileExists(atPath: path) else { throw .missing(path) }
    pool = try Self.naming(path) { () throws -> any DatabaseWriter in
      if !creates, Self.isReadOnly(path) { return try Self.readOnly(path) }
      if creates { try Self.create(path) }
      var configuration = Configuration()
      configuration.busyMode = .timeout(Self.patience)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      // The change to a write-ahead log and the first migration bear no company.
      return try Self.alone(path) {
        let pool = try DatabasePool(path: path, configuration: configuration)
        if try pool.read(Schema.migrator.hasBeenSuperseded) { throw LedgerError.newer(path) }
        try Schema.migrator.migrate(pool)
        return pool
      }
    }
  }

  // MARK: - Writing

  /// Adds a record; one of the same bytes at the same place is known already.
  ///
  /// - Throws: `LedgerError.database`.
  package func add(_ entry: Entry) throws(LedgerError) {
    try naming { try pool.write { try entry.insert($0) } }
  }

  /// Adds the records of an export, all or none.
  ///
  /// - Parameter lines: JSON; empty ones are passed over.
  /// - Returns: how many of how many were new.
  /// - Throws: `LedgerError.line`, `.database`.
  package func add(lines: some Sequence<some StringProtocol>) throws(LedgerError) -> (new: Int, all: Int) {
    var entries: [Entry] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      guard let entry = Entry(line: line) else { throw .line(index + 1) }
      entries.append(entry)
    }
    return try naming {
      try pool.write { database in
        let before = try Entry.fetchCount(database)
        for entry in entries { try entry.insert(database) }
        return (try Entry.fetchCount(database) - before, entries.count)
      }
    }
  }

  /// Adds the records of an export, all or none, in one pass: a file of any length.
  ///
  /// - Parameter path: a file of lines of JSON; empty ones are passed over.
  /// - Returns: how many of how many were new.
  /// - Throws: `FileError`, `LedgerError.line`, `.database`.
  package func add(linesOf path: String) throws -> (new: Int, all: Int) {
    do {
      return try pool.write { database in
        let before = try Entry.fetchCount(database)
        var (number, count) = (0, 0)
        try LineReader.read(path) { line in
          number += 1
          let text = String(decoding: line, as: UTF8.self)
          guard !text.allSatisfy(\.isWhitespace) else { return true }
          guard let entry = Entry(line: text) else { throw LedgerError.line(number) }
          try entry.insert(database)
          count += 1
          return true
        }
        return (try Entry.fetchCount(database) - before, count)
      }
    } catch let error as DatabaseError {
      throw LedgerError.database(self.path, error.message ?? "\(error)")
    }
  }

  // MARK: - Reading

  /// Whether a file with this SHA-256 is on record.
  package func has(output sha256: String) throws(LedgerError) -> Bool {
    try naming { try pool.read { try !Entry.filter(Entry.Column.outputHash == sha256).isEmpty($0) } }
  }

  /// Records with a mark, the first made first.
  package func entries(withMark mark: String, key: String) throws(LedgerError) -> [Entry] {
    try fetch(Entry.filter(Entry.Column.mark == mark && Entry.Column.key == key))
  }

  /// Records of a file as it was written.
  package func entries(withOutput sha256: String) throws(LedgerError) -> [Entry] {
    try fetch(Entry.filter(Entry.Column.outputHash == sha256))
  }

  /// Records of copies that were made from a file.
  package func entries(withInput sha256: String) throws(LedgerError) -> [Entry] {
    try fetch(Entry.filter(Entry.Column.inputHash == sha256))
  }

  /// All records, or those of a recipient, the first made first.
  package func entries(recipient: String? = nil) throws(LedgerError) -> [Entry] {
    try fetch(recipient.map { Entry.filter(Entry.Column.recipient == $0) } ?? Entry.all())
  }

  /// Every look on record, with the SHA-256 of the work that has it, each once.
  package func looks() throws(LedgerError) -> [(look: PerceptualHash, work: String)] {
    try naming {
      try pool.read { database in
        try Row.fetchAll(
          database,
          Entry.select(Entry.Column.perceptualHash, Entry.Column.inputHash).distinct()
            .filter(Entry.Column.perceptualHash != nil)
        ).compactMap { row in PerceptualHash(hex: row[0]).map { ($0, row[1]) } }
      }
    }
  }

  // MARK: - Parts

  private func fetch(_ request: QueryInterfaceRequest<Entry>) throws(LedgerError) -> [Entry] {
    try naming { try pool.read { try request.order(Entry.Column.time, Column.rowID).fetchAll($0) } }
  }

  private func naming<Result>(_ body: () throws -> Result) throws(LedgerError) -> Result {
    try Self.naming(path, body)
  }

  /// Errors of the database, with the file's name.
  private static func naming<Result>(_ path: String, _ body: () throws -> Result) throws(LedgerError) -> Result {
    do {
      return try body()
    } catch let error as LedgerError {
      throw error
    } catch let error as DatabaseError {
      throw .database(path, error.message ?? "\(error)")
    } catch {
      throw .database(path, FileError.reason(of: error))
    }
  }

  /// An empty file with mode 0600, whose log then has the same mode.
  private static func create(_ path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    let folder = PathName.folder(of: path)
    if !folder.isEmpty {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerError.database(path, String(cString: strerror(errno))) }
    close(descriptor)
  }

  private static func isReadOnly(_ path: String) -> Bool {
    let folder = PathName.folder(of: path)
    return access(folder.isEmpty ? "." : folder, W_OK) != 0
  }

  /// Opens a ledger without the files that SQLite makes beside one, nor any change of its tables.
  private static func readOnly(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    // A write-ahead log that was left there has to be read too; without one, SQLite is told that nothing will change.
    let isClean = !FileManager.default.fileExists(atPath: path + "-wal")
    let queue = try DatabaseQueue(path: isClean ? immutableAddress(of: path) : path, configuration: configuration)
    if try queue.read(Schema.migrator.hasBeenSuperseded) { throw LedgerError.newer(path) }
    guard try queue.read(Schema.migrator.hasCompletedMigrations) else {
      throw LedgerError.database(path, "it is of an older version and cannot be changed where it is: copy it first")
    }
    return queue
  }

  /// SQLite's address of a file of a medium that nobody writes to (https://www.sqlite.org/uri.html).
  private static func immutableAddress(of path: String) -> String {
    let absolute = URL(fileURLWithPath: path).path
    let escaped = absolute.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting(["?", "#", "%"]))
    return "file:\(escaped ?? absolute)?immutable=1"
  }

  /// Runs a body while no other process runs its own with the same ledger.
  private static func alone<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    // Not the ledger itself: closing any descriptor of it would drop the locks that SQLite holds in this process.
    let descriptor = open(path + "-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerError.database(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw LedgerError.database(path, String(cString: strerror(errno))) }
    }
    return try body()
  }
}
