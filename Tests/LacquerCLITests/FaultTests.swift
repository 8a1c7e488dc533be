import Foundation
import Testing

/// Calls on files that fail: the short form of `scripts/fault-test`.
struct FaultTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "scripts/fault-test")

  #if os(Linux)
    @Test func everyFailingCallLeavesInputsAndOutputsWhole() throws {
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["python3", Self.script.path, "--short"]
      process.environment = ProcessInfo.processInfo.environment.merging(["LACQUER": Workplace.binary.path]) { $1 }
      process.standardOutput = pipe
      try process.run()
      let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(said)")
      let points = try #require(said.firstMatch(of: /fault-test: (\d+) faults injected/)?.output.1)
      #expect(Int(points) ?? 0 > 60)
    }
  #endif
}
