import Foundation
import Ledger
import Testing

/// The records of one process in a file of lines.
@Suite struct LedgerJournalTests {
  private func entry(_ number: Int) -> Ledger.Entry {
    Ledger.Entry(
      time: Date(timeIntervalSince1970: 1_800_000_000), input: "/art/\(number).png", output: "/out/\(number).png",
      inputHash: String(repeating: "a", count: 64), outputHash: String(format: "%064x", number), perceptualHash: nil,
      width: 3, height: 2, recipe: "r")
  }

  @Test func whatItHoldsALedgerTakes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lacquer-journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "0.ledger.jsonl").path
    let journal = try LedgerJournal(path: path)
    // The same copy again is known already.
    for number in [1, 2, 1] { try journal.add(entry(number)) }
    #expect(journal.has(output: entry(2).outputHash) && !journal.has(output: entry(3).outputHash))
    // As a kill leaves it.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(entry(3).line.utf8.prefix(50)))
    try file.close()
    let next = try LedgerJournal(path: path)
    #expect(next.entries(withOutput: entry(1).outputHash) == [entry(1)])
    #expect(!next.has(output: entry(3).outputHash))
    try next.add(entry(3))
    let ledger = try Ledger(path: folder.appending(path: "ledger.sqlite").path)
    // The torn line stands alone, and an export is taken as a whole or not at all.
    #expect(throws: LedgerError.line(5)) { try ledger.add(linesOf: path) }
    #expect(try ledger.entries().isEmpty)
    let whole = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { $0.hasSuffix("}") }
    try Data(whole.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    #expect(try ledger.add(linesOf: path) == (3, 3))
    #expect(try ledger.add(linesOf: path) == (0, 3))
  }
}
