import Foundation
import GRDB
import Ledger
import PerceptualMetrics
import Testing

@Suite struct LedgerTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// A record whose fields all follow from a number.
  private static func entry(_ number: Int, recipient: String? = "Zoë \"Z\"") -> Ledger.Entry {
    let hex = { (count: Int) in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: count - digits.count) + digits
    }
    return Ledger.Entry(
      time: Date(timeIntervalSince1970: 1_790_000_000 + Double(number) * 1.001), input: "/work/\(number).png",
      output: "/out/\(number).png", inputHash: hex(64), outputHash: hex(64), perceptualHash: hex(16), width: 640,
      height: 480, mark: hex(16), key: "k", recipient: recipient, recipe: "r", figures: ["psnr": 38.25])
  }

  @Test func keepsAndFindsRecords() throws {
    try withFolder { folder in
      let path = folder.appending(path: "new/ledger.sqlite").path
      let ledger = try Ledger(path: path)
      for number in [3, 1, 2] { try ledger.add(Self.entry(number)) }
      try ledger.add(Self.entry(4, recipient: nil))
      // The same copy again is known.
      try ledger.add(Self.entry(2))
      #expect(try ledger.entries() == (1...4).map { Self.entry($0, recipient: $0 == 4 ? nil : "Zoë \"Z\"") })
      #expect(try ledger.entries(recipient: "Zoë \"Z\"").count == 3)
      let wanted = Self.entry(2)
      #expect(try ledger.entries(withMark: wanted.mark ?? "", key: "k") == [wanted])
      #expect(try ledger.entries(withMark: wanted.mark ?? "", key: "other").isEmpty)
      #expect(try ledger.entries(withOutput: wanted.outputHash) == [wanted])
      #expect(try ledger.entries(withInput: wanted.inputHash) == [wanted])
      #expect(try ledger.has(output: wanted.outputHash))
      #expect(try !ledger.has(output: Self.entry(9).outputHash))
      #expect(try ledger.looks().count == 4)
      for file in [path, path + "-wal"] {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(file)")
      }
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withFolder { folder in
      let path = folder.appending(path: "none.sqlite").path
      #expect(throws: LedgerError.missing(path)) { try Ledger(path: path, creates: false) }
      #expect(!FileManager.default.fileExists(atPath: path))
      let text = folder.appending(path: "text.sqlite").path
      try Data("this is no database, but long enough to be looked at as if it were one.".utf8)
        .write(to: URL(fileURLWithPath: text))
      #expect { try Ledger(path: text) } throws: { "\($0)".contains(text) && "\($0)".contains("--no-ledger") }
    }
  }

  // MARK: - Schema

  /// The tables of the first version, as they were released.
  private static let first = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('copies');
    CREATE TABLE "copy" ("number" INTEGER PRIMARY KEY AUTOINCREMENT, "time" TEXT NOT NULL, "input" TEXT NOT NULL,
      "output" TEXT NOT NULL, "sha256_in" TEXT NOT NULL, "sha256_out" TEXT NOT NULL, "perceptual_hash" TEXT,
      "width" INTEGER NOT NULL, "height" INTEGER NOT NULL, "mark" TEXT, "key" TEXT, "recipient" TEXT,
      "recipe" TEXT NOT NULL, "figures" JSON NOT NULL, UNIQUE ("sha256_out", "output"));
    INSERT INTO "copy" VALUES (1, '2026-01-02T03:04:05.678Z', '/a', '/b', 'c', 'd', 'ffffffffffffffff', 1, 2, NULL, NULL,
      'Ada', 'r', '{"psnr":40}');
    """

  @Test func opensTheFirstVersion() throws {
    try withFolder { folder in
      let path = folder.appending(path: "old.sqlite").path
      try DatabaseQueue(path: path).write { try $0.execute(sql: Self.first) }
      let entries = try Ledger(path: path).entries()
      #expect(entries.map(\.recipient) == ["Ada"])
      #expect(entries.first?.time == "2026-01-02T03:04:05.678Z")
      #expect(entries.first?.figures == ["psnr": 40])
    }
  }

  @Test func leavesNewerVersionsAlone() throws {
    try withFolder { folder in
      let path = folder.appending(path: "newer.sqlite").path
      try Ledger(path: path).add(Self.entry(1))
      try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of tomorrow')") }
      #expect(throws: LedgerError.newer(path)) { try Ledger(path: path) }
    }
  }

  // MARK: - Many at once

  @Test func manyWritersShareOneLedger() throws {
    try withFolder { folder in
      let path = folder.appending(path: "ledger.sqlite").path
      let (writers, each) = (8, 25)
      // Each opens the ledger anew, as a process does, while it is being made by the others.
      let failures = Failures()
      DispatchQueue.concurrentPerform(iterations: writers) { writer in
        do {
          let ledger = try Ledger(path: path)
          for number in 0..<each { try ledger.add(Self.entry(writer * each + number)) }
        } catch {
          failures.add("\(error)")
        }
      }
      #expect(failures.all.isEmpty, "\(failures.all)")
      let entries = try Ledger(path: path).entries()
      #expect(entries == (0..<writers * each).map { Self.entry($0) })
    }
  }

  private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []
    func add(_ text: String) { lock.withLock { texts.append(text) } }
    var all: [String] { lock.withLock { texts } }
  }

  /// What a machine that stops leaves is some part of the log. Whatever part that is, whole records are read, the first ones.
  @Test func aTornLogLosesTheLastRecordsOnly() throws {
    try withFolder { folder in
      let path = folder.appending(path: "ledger.sqlite").path
      let ledger = try Ledger(path: path)
      var counts: [(log: Int, records: Int)] = []
      for number in 0..<12 {
        try ledger.add(Self.entry(number))
        counts.append((try Data(contentsOf: URL(fileURLWithPath: path + "-wal")).count, number + 1))
      }
      let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
      let copy = folder.appending(path: "torn.sqlite")
      for length in stride(from: 0, through: log.count, by: log.count / 97) {
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy.path + ending) }
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        try log.prefix(length).write(to: URL(fileURLWithPath: copy.path + "-wal"))
        let expected = counts.last { $0.log <= length }?.records ?? 0
        let torn = try Ledger(path: copy.path).entries()
        #expect(torn == (0..<torn.count).map { Self.entry($0) })
        #expect(torn.count >= expected, "\(length) of \(log.count) bytes")
        let sound = try DatabaseQueue(path: copy.path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(sound == "ok")
      }
    }
  }

  // MARK: - JSON lines

  @Test func anExportIsImportedWhole() throws {
    try withFolder { folder in
      let first = try Ledger(path: folder.appending(path: "a.sqlite").path)
      for number in 0..<5 { try first.add(Self.entry(number, recipient: number == 0 ? nil : "Zoë \"Z\"\n2")) }
      let lines = try first.entries().map(\.line)
      #expect(lines.allSatisfy { !$0.contains("\n") })
      let second = try Ledger(path: folder.appending(path: "b.sqlite").path)
      try second.add(Self.entry(3, recipient: "Zoë \"Z\"\n2"))
      let added = try second.add(lines: lines + ["", "  "])
      #expect(added == (4, 5))
      #expect(try second.entries() == first.entries())
      #expect(try second.add(lines: lines) == (0, 5))
    }
  }

  @Test(arguments: [
    "{}", "[]", "not JSON",
    entry(7).line.replacingOccurrences(of: "/out/7.png", with: "/out/7.png\u{FFFD}")
      .replacingOccurrences(of: String(repeating: "0", count: 60), with: "xyz"),
    entry(7).line.replacingOccurrences(of: "\"width\":640", with: "\"width\":-1"),
    entry(7).line.replacingOccurrences(of: "2026", with: "soon"),
  ])
  func oneBadLineSpoilsAnImport(_ bad: String) throws {
    try withFolder { folder in
      let ledger = try Ledger(path: folder.appending(path: "a.sqlite").path)
      #expect(throws: LedgerError.line(2)) { try ledger.add(lines: [Self.entry(1).line, bad, Self.entry(2).line]) }
      #expect(try ledger.entries().isEmpty)
    }
  }
}
