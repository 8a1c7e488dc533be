import Files
import Foundation
import Synchronization

/// The results of a shard, noted while it runs, so that a run that was cut off loses none.
///
/// A line is synced before its output gets its name. What a rerun finds unchanged keeps the line that it had.
final class ShardResults: Sendable {
  /// What a line says, as far as it must be known here.
  private struct Entry: Decodable {
    let input: String
    let output: String?
    let status: CopyStatus
    let sha256In: String?
    let sha256Out: String?
    let recipe: String?
    let error: CopyRecord.Failure?

    enum CodingKeys: String, CodingKey {
      case input, output, status, recipe, error
      case sha256In = "sha256_in"
      case sha256Out = "sha256_out"
    }

    var key: String { output ?? input }

    /// Whether a later run says nothing new.
    func isConfirmed(by other: Entry) -> Bool {
      guard input == other.input, sha256In == other.sha256In, sha256Out == other.sha256Out, recipe == other.recipe,
        error == other.error
      else { return false }
      return status == other.status || status.isDone && (other.status == .skipped || other.status.isDone)
    }
  }

  private struct Line {
    let entry: Entry
    let bytes: [UInt8]
  }

  private struct State {
    var lines: [String: Line] = [:]
    /// Whether there is something that the finished results, if any, do not say.
    var isNew = true
    var exit: Int32?
  }

  private let files: ShardFiles
  private let head: ShardHead
  private let state: Mutex<State>

  /// Reads what earlier runs left.
  ///
  /// - Throws: `FileError`; `FleetError.otherRun` if it is of another run.
  init(_ files: ShardFiles, _ head: ShardHead) throws {
    self.files = files
    self.head = head
    var state = State()
    if FileManager.default.fileExists(atPath: files.results) {
      state.isNew = false
      try Self.read(files.results, head, &state)
    }
    if FileManager.default.fileExists(atPath: files.part) {
      state.isNew = true
      try Self.read(files.part, head, &state)
    } else if state.isNew {
      try AtomicFile.write(ResultLine.encode(head) + [10], to: files.part)
    }
    self.state = Mutex(state)
  }

  private static func read(_ path: String, _ head: ShardHead, _ state: inout State) throws {
    var isFirst = true
    try LineReader.read(path) { line in
      if isFirst {
        isFirst = false
        // A head that is torn was written when nothing else was.
        if let difference = ResultLine.decode(ShardHead.self, line).flatMap(head.difference) {
          throw FleetError.otherRun(path, difference)
        }
      } else if let entry = ResultLine.decode(Entry.self, line) {
        state.lines[entry.key] = Line(entry: entry, bytes: Array(line))
      } else if let foot = ResultLine.decode(ShardFoot.self, line) {
        state.exit = foot.exit
      }
      return true
    }
  }

  /// Notes a record, synced.
  ///
  /// - Throws: `FileError`.
  func note(_ record: CopyRecord) throws(FileError) {
    let bytes = ResultLine.encode(CopyLine(record))
    guard let entry = ResultLine.decode(Entry.self, bytes) else { return }
    let isKnown = state.withLock { $0.lines[entry.key]?.entry.isConfirmed(by: entry) ?? false }
    guard !isKnown else { return }
    try LineFile.append(bytes, to: files.part)
    state.withLock { state in
      state.lines[entry.key] = Line(entry: entry, bytes: bytes)
      state.isNew = true
    }
  }

  /// Gives the results their name, unless they have it and are the same.
  ///
  /// - Parameters:
  ///   - keys: of all lines, in order.
  ///   - exit: the code with which the shard ends.
  /// - Throws: `FileError`.
  func finish(_ keys: [String], exit: Int32) throws {
    let state = state.withLock { $0 }
    guard state.isNew || state.exit != exit else { return }
    let lines = keys.compactMap { state.lines[$0] }
    let summary = lines.reduce(into: [:]) { $0[$1.entry.status.rawValue, default: 0] += 1 }
    let writer = try LineWriter(for: files.part)
    try writer.add(ResultLine.encode(head))
    for line in lines { try writer.add(line.bytes) }
    try writer.add(ResultLine.encode(ShardFoot(exit: exit, lines: lines.count, summary: summary)))
    _ = try writer.commit()
    try AtomicFile.rename(files.part, to: files.results)
  }

  /// The key of a record's line.
  static func key(_ record: CopyRecord) -> String { record.output?.target.path ?? record.source.input.path }
}
