import Foundation
import Portfolio
import Testing

@Suite struct OutputLogTests {
  private func entry(_ output: String, _ hash: String) -> OutputLog.Entry {
    OutputLog.Entry(
      output: output, sha256In: hash, sha256Out: hash + hash, recipe: "r", minimumScore: 75, maximumLinf: 8)
  }

  @Test func remembersTheLastEntryAndSurvivesTornLines() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-log-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = OutputLog(folder: folder)
    #expect(log.entry(for: "a.png") == nil)
    try log.append(entry("a.png", "1"))
    // A run that is killed while it writes leaves half a line.
    let file = folder.appendingPathComponent(OutputLog.fileName)
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"output\":\"b.p".utf8))
    try handle.close()
    try log.append(entry("sub/c.png", "2"))
    try log.append(entry("a.png", "3"))
    let read = OutputLog(folder: folder)
    #expect(read.entry(for: "a.png") == entry("a.png", "3"))
    #expect(read.entry(for: "b.png") == nil)
    let below = folder.appendingPathComponent("sub/c.png").path
    #expect(OutputLogs().entry(of: below, sha256: "") == entry("sub/c.png", "2"))
    // A file that was renamed is known by its bytes.
    let renamed = folder.appendingPathComponent("d.png").path
    #expect(OutputLogs().entry(of: renamed, sha256: "22") == entry("sub/c.png", "2"))
    #expect(OutputLogs().entry(of: renamed, sha256: "4") == nil)
  }
}
