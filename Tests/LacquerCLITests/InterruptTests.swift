import Foundation
import Testing

/// Ctrl-C, a request to end and a closed terminal in the middle of a batch.
struct InterruptTests {
  @Test func aLimitOfFileSizesIsAFailedPicture() throws {
    let work = try Workplace()
    try work.put("alpha.png", "grey.png")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 8; exec \"$0\" mark embed in -o out --id 7 --json", Workplace.binary.path,
    ]
    process.environment = work.environment()
    process.currentDirectoryURL = work.folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 2)
    #expect(said.split(separator: "\n").count == 2)
    #expect(work.files(below: "out").allSatisfy { !$0.hasPrefix(".") })
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func finishedPicturesStayAndTheRestIsDoneLater(_ signal: Int32) throws {
    let work = try Workplace()
    for name in ["a", "b", "c", "d", "e", "f"] {
      try work.write(Data(contentsOf: Workplace.pictures.appending(path: "alpha.png")), to: "in/\(name).png")
    }
    let arguments = ["protect", "in", "-o", "out", "-t", "1", "--no-ledger"]
    let running = try work.start(arguments)
    while running.process.isRunning, !work.files(below: "out").contains(where: { $0.hasSuffix(".png") }) {
      // Not asleep in the pool of Swift's tasks, whose threads wait for other runs.
      usleep(10_000)
    }
    kill(running.process.processIdentifier, signal)
    let run = try running.wait()
    #expect(run.status == 128 + signal)
    #expect(run.errors.contains("interrupted") == (signal != SIGHUP))
    let done = work.files(below: "out").filter { $0.hasSuffix(".png") }
    #expect((1..<6).contains(done.count))
    #expect(work.files(below: "out").allSatisfy { $0.hasSuffix(".png") || $0 == ".lacquer.jsonl" })
    let before = try done.map { try work.bytes("out/\($0)") }
    let rest = try work.run(arguments + ["--json"])
    #expect(rest.status == 0)
    let summary = try #require(try rest.objects.last?["summary"] as? [String: Int])
    #expect(summary["skipped"] == done.count)
    #expect(work.files(below: "out").filter { $0.hasSuffix(".png") }.count == 6)
    #expect(try done.map { try work.bytes("out/\($0)") } == before)
  }
}
