import Files
import Foundation
import Provenance

/// Puts the results of all shards of a run together, in one pass and in memory that does not grow with them.
package struct Gathering {
  /// The files that are made, beside each other.
  package struct Paths: Sendable, Equatable {
    /// The results, with a line that sums them up at the end.
    package let summary: String
    package let ledger: String
    package let receipts: String
    package let seal: String
    package let timestampRequest: String

    package init(summary: String) {
      self.summary = summary
      let stem = summary.hasSuffix(".jsonl") ? String(summary.dropLast(6)) : summary
      ledger = stem + ".ledger.jsonl"
      receipts = stem + ".receipts.jsonl"
      seal = stem + ".seal.json"
      timestampRequest = stem + ".seal.tsq"
    }

    /// Where the log of a folder of outputs goes that is not on this machine.
    func log(_ number: Int) -> String {
      String(seal.dropLast(10)) + (number == 0 ? ".log.jsonl" : ".log-\(number).jsonl")
    }
  }

  /// What was put together.
  package struct Outcome: Sendable, Equatable {
    package var shards = 0
    package var pictures = 0
    package var lines = 0
    /// How many lines have which status.
    package var summary: [String: Int] = [:]
    package var receipts = 0
    package var copies = 0
    /// Root of the seal over results and receipts, hex.
    package var root = ""
    /// The worst exit code of a shard.
    package var exit: Int32 = 0
    /// Files of logs that were written.
    package var logs: [String] = []

    package init() {}
  }

  package let folder: String
  /// The head of the first shard that is there, of which all others must be.
  private let head: ShardHead
  /// Indices of shards that are not finished.
  package let missing: [Int]

  /// Looks which shards are finished.
  ///
  /// - Throws: `FileError`, `FleetError.noResults`.
  package init(folder: String) throws {
    self.folder = folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // Numbers alone: logs, ledgers and receipts have a word between.
    func indices(_ ending: String) -> Set<Int> {
      Set(names.compactMap { $0.hasSuffix(ending) ? Int($0.dropLast(ending.count)) : nil })
    }
    let finished = indices(".jsonl")
    guard let first = finished.min() ?? indices(".jsonl.part").min() else { throw FleetError.noResults(folder) }
    let files = ShardFiles(folder: folder, shard: .whole)
    let path = files.path(of: first, finished.contains(first) ? "jsonl" : "jsonl.part")
    var head: ShardHead?
    try LineReader.read(path) { line in
      head = ResultLine.decode(ShardHead.self, line)
      return false
    }
    guard let head else { throw FleetError.damagedResults(path) }
    self.head = head
    missing = (0..<head.of).filter { !finished.contains($0) }
  }

  package var shards: Int { head.of }
  /// Of the command that ran the shards, and the folder in which it did.
  package var arguments: [String] { head.arguments }
  package var workingFolder: String { head.workingFolder }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - key: signs the seal; without one there is only its root.
  /// - Throws: `FileError`, `FleetError`, `ReceiptError`.
  package func write(_ paths: Paths, key: SigningKey?) throws -> Outcome {
    var outcome = Outcome()
    var tree = MerkleAccumulator()
    var sealed = [try writeResults(paths, &tree, &outcome)]
    let receipts = try writeLines(paths.receipts, of: "receipts.jsonl", body: { tree.add(LineSeal.leaf($0)) })
    if let receipts {
      outcome.receipts = receipts.lines
      sealed.append(receipts)
    }
    outcome.copies =
      try writeLines(paths.ledger, of: "ledger.jsonl", permissions: .exactly(0o600))?.lines ?? 0
    outcome.logs = try writeLogs(paths)
    let seal = try LineSeal(sealed, tree, time: Date())
    outcome.root = seal.root
    if let key {
      let bytes = try seal.signed(with: key)
      try AtomicFile.write(bytes, to: paths.seal, existing: .replace)
      try AtomicFile.write(try TimestampRequest(for: bytes).bytes, to: paths.timestampRequest, existing: .replace)
    }
    return outcome
  }

  // MARK: - Results

  private func writeResults(
    _ paths: Paths, _ tree: inout MerkleAccumulator, _ outcome: inout Outcome
  ) throws -> LineSeal.File {
    let writer = try LineWriter(for: paths.summary)
    for index in 0..<head.of {
      let foot = try copy(index, to: writer, &tree, &outcome)
      for (status, count) in foot.summary { outcome.summary[status, default: 0] += count }
      outcome.lines += foot.lines
      outcome.exit = Self.worse(outcome.exit, foot.exit)
    }
    guard outcome.pictures == head.pictures else {
      throw FleetError.incomplete(outcome.pictures, of: head.pictures)
    }
    outcome.shards = head.of
    let last = ResultLine.encode(Closing(outcome))
    try writer.add(last)
    tree.add(LineSeal.leaf(last))
    return .init(name: PathName.last(of: paths.summary), lines: outcome.lines + 1, sha256: try writer.commit())
  }

  /// The last line of the results.
  private struct Closing: Encodable {
    let schema = 1
    let shards: Int
    let pictures: Int
    let summary: [String: Int]

    init(_ outcome: Outcome) {
      shards = outcome.shards
      pictures = outcome.pictures
      summary = outcome.summary
    }
  }

  /// Copies the results of a shard.
  ///
  /// - Throws: `FleetError.damagedResults`, `.otherRun`.
  private func copy(
    _ index: Int, to writer: LineWriter, _ tree: inout MerkleAccumulator, _ outcome: inout Outcome
  ) throws -> ShardFoot {
    let path = ShardFiles(folder: folder, shard: .whole).path(of: index, "jsonl")
    var (number, count) = (0, 0)
    // The line that was read last: whether it is the foot is known when the file ends.
    var held: [UInt8] = []
    try LineReader.read(path) { line in
      number += 1
      if number == 1 {
        guard let shard = ResultLine.decode(ShardHead.self, line), shard.shard == index else {
          throw FleetError.damagedResults(path)
        }
        if let difference = shard.difference(from: head) { throw FleetError.otherRun(path, difference) }
        outcome.pictures += shard.assigned
        return true
      }
      if number > 2 {
        try writer.add(held)
        tree.add(LineSeal.leaf(held))
        count += 1
      }
      held.removeAll(keepingCapacity: true)
      held.append(contentsOf: line)
      return true
    }
    guard let foot = ResultLine.decode(ShardFoot.self, held), foot.lines == count else {
      throw FleetError.damagedResults(path)
    }
    return foot
  }

  /// Of two exit codes that of the worse end: pictures that failed, then any other.
  private static func worse(_ a: Int32, _ b: Int32) -> Int32 {
    let order: [Int32] = [2, 1, 73]
    return order.first { $0 == a || $0 == b } ?? max(a, b)
  }

  // MARK: - Books

  /// Puts the logs into the folders of outputs, or beside the results where a folder is not on this machine.
  private func writeLogs(_ paths: Paths) throws -> [String] {
    try head.logs.enumerated().compactMap { number, log in
      var isFolder: ObjCBool = false
      let isHere = FileManager.default.fileExists(atPath: log.folder, isDirectory: &isFolder) && isFolder.boolValue
      let path = isHere ? PathName.join(log.folder, OutputLog.gatheredFileName) : paths.log(number)
      return try writeLines(path, of: ShardFiles.logEnding(number)) == nil ? nil : path
    }
  }

  /// Copies the lines of a file of every shard, but not those that a killed run left torn.
  ///
  /// - Parameters:
  ///   - ending: of the shards' files.
  ///   - body: gets every line.
  /// - Returns: `nil` if no shard has such a file, and then none is written.
  private func writeLines(
    _ path: String, of ending: String, permissions: Permissions = .standard,
    body: (UnsafeRawBufferPointer) -> Void = { _ in }
  ) throws -> LineSeal.File? {
    let files = ShardFiles(folder: folder, shard: .whole)
    let sources = (0..<head.of).map { files.path(of: $0, ending) }.filter { FileManager.default.fileExists(atPath: $0) }
    guard !sources.isEmpty else { return nil }
    let writer = try LineWriter(for: path, permissions: permissions)
    var count = 0
    for source in sources {
      try LineReader.read(source) { line in
        guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return true }
        try writer.add(line)
        body(line)
        count += 1
        return true
      }
    }
    return .init(name: PathName.last(of: path), lines: count, sha256: try writer.commit())
  }
}
