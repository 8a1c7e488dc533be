import Foundation
import Testing

/// Pictures that appear while a folder is watched.
struct WatchTests {
  private let options = ["--no-perturb", "--no-mark", "--no-ledger", "--settle", "0.2"]

  /// Waits until something holds, for half a minute at most.
  private func wait(until holds: () -> Bool) async throws {
    for _ in 0..<600 where !holds() { try await Task.sleep(for: .milliseconds(50)) }
    #expect(holds())
  }

  @Test func slowCopiesRenamesAndWritesInPlaceAreAllDone() async throws {
    let work = try Workplace()
    let picture = try Data(contentsOf: Workplace.pictures.appending(path: "baseline.jpg"))
    try work.write(picture, to: "in/before.jpg")
    let running = try work.start(["watch", "in", "-o", "out"] + options)
    // Copied in slowly, with pauses that are longer than the patience.
    try work.write(Data(), to: "in/slow.jpg")
    let handle = try FileHandle(forWritingTo: work.url("in/slow.jpg"))
    for part in [picture.prefix(100), picture.dropFirst(100).prefix(400), picture.dropFirst(500)] {
      try handle.write(contentsOf: part)
      try await Task.sleep(for: .milliseconds(700))
      #expect(!work.exists("out/slow.jpg"))
    }
    try handle.close()
    // Written under another name and renamed in, below.
    try work.write(picture, to: "in/sub/.renamed.jpg.part")
    try FileManager.default.moveItem(at: work.url("in/sub/.renamed.jpg.part"), to: work.url("in/sub/renamed.jpg"))
    try await wait { ["before.jpg", "slow.jpg", "sub/renamed.jpg"].allSatisfy { work.exists("out/\($0)") } }
    #expect(try work.bytes("out/slow.jpg") == work.bytes("out/before.jpg"))
    // Exported again, as another picture.
    let other = try Data(contentsOf: Workplace.pictures.appending(path: "progressive.jpg"))
    let first = try work.bytes("out/before.jpg")
    try work.write(other, to: "in/before.jpg")
    try await wait { (try? work.bytes("out/before.jpg")) != first }
    // Killed, and started again: what came meanwhile is done.
    kill(running.process.processIdentifier, SIGKILL)
    _ = try running.wait()
    try work.write(picture, to: "in/meanwhile.jpg")
    let again = try work.run(["watch", "in", "-o", "out", "--once"] + options)
    #expect(again.status == 0)
    #expect(work.exists("out/meanwhile.jpg"))
    #expect(work.files(below: "out").count { $0.hasSuffix(".jpg") } == 4)
  }

  @Test func aFailureIsToldAndTheRestIsDone() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "grey.png")
    try work.write("no picture", to: "in/bad.png")
    let run = try work.run(["watch", "in", "-o", "out", "--once"] + options)
    #expect(run.status == 2)
    #expect(run.errors.contains("bad.png"))
    #expect(work.exists("out/baseline.jpg") && work.exists("out/grey.png"))
  }

  /// A setting that can never work ends it at once: a service that waits for ever would look healthy.
  @Test(arguments: [["--surrogate", "nosuch"], ["--key", "nowhere.key"]])
  func whatCannotWorkEndsIt(_ wrong: [String]) throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    let run = try work.run(["watch", "in", "-o", "out"] + wrong)
    #expect(run.status == (wrong[0] == "--key" ? 74 : 64) && run.errors.contains(wrong[1]), "\(run.errors)")
    #expect(!work.exists("out"))
  }

  @Test func filtersOfProtectHold() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "grey.png")
    let run = try work.run(["watch", "in", "-o", "out", "--once", "--exclude", "*.png"] + options)
    #expect(run.status == 0)
    #expect(work.exists("out/baseline.jpg") && !work.exists("out/grey.png"))
  }

  @Test(arguments: [
    ["watch", "nowhere", "-o", "out"], ["watch", "in"], ["watch", "in", "-o", "out", "--strength", "huge"],
    ["watch", "in", "-o", ""], ["watch", "in", "-o", "out", "--nope"],
    ["watch", "in", "-o", "out", "--profile", "none"],
  ])
  func wrongUsageIsToldAtOnce(arguments: [String]) throws {
    let work = try Workplace()
    try work.put("grey.png")
    let run = try work.run(arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains("Usage: lacquer watch <folder>") && run.errors.contains("'lacquer watch --help'"))
    #expect(!work.exists("out"))
  }
}
