import Files
import Foundation
import Testing

/// What a killed run leaves is removed by the next one that writes into the folder.
struct StaleTemporaryTests {
  @Test(arguments: [
    ["protect", "in", "-o", "out", "--no-perturb", "--no-mark", "--no-ledger"],
    ["stamp", "in", "-o", "out", "--stamp", "Ada"],
  ]) func theNextRunClearsTheFolder(_ command: [String]) throws {
    let work = try Workplace()
    try work.put("grey.png")
    // This machine's part of the name of a temporary file.
    var machine = Substring()
    try AtomicFile.write([1], to: work.url("a").path) { machine = $0.split(separator: "-").dropLast(2).last ?? "" }
    // No process has the largest identifier.
    let stale = "out/.grey.png.lacquer-\(machine)-2147483646-0badcafe.tmp"
    let alive = "out/.grey.png.lacquer-\(machine)-\(getpid())-0badcafe.tmp"
    for name in [stale, alive] { try work.write("part", to: name) }
    #expect(try work.run(command + ["--dry-run"]).status == 0)
    #expect(work.exists(stale))
    #expect(try work.run(command).status == 0)
    #expect(!work.exists(stale))
    #expect(work.exists(alive))
  }
}
