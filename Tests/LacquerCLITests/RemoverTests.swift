import Foundation
import Testing

/// A remover of the user's own, and what becomes of it when `lacquer` is killed.
struct RemoverTests {
  @Test func aRemoverDiesWithLacquer() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("#!/bin/sh\necho $$ > '\(work.url("process").path)'\nexec sleep 600\n", to: "remover")
    chmod(work.url("remover").path, 0o755)
    let running = try work.start(["stress", "in/grey.png", "in/grey.png", "--handling", "program:remover"])
    while running.process.isRunning, ((try? work.text("process")) ?? "").isEmpty {
      usleep(20_000)
    }
    let process = try #require(
      pid_t(try work.text("process").trimmingCharacters(in: .whitespacesAndNewlines)), "it never ran")
    #expect(isAlive(process))
    kill(running.process.processIdentifier, SIGKILL)
    #expect(try running.wait().status == 128 + SIGKILL)
    for _ in 0..<100 where isAlive(process) { usleep(20_000) }
    #expect(!isAlive(process))
  }

  /// Whether a process runs; one that ended and that nobody has asked about does not.
  private func isAlive(_ process: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    return kill(process, 0) == 0 && !status.contains("State:\tZ")
  }
}
