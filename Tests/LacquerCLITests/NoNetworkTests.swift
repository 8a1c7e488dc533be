import Foundation
import Testing

/// No command opens a connection that was not asked for, or writes anything but what it was asked to write.
struct NoNetworkTests {
  /// The commands, in the order of an artist's day, in one workplace.
  private static let commands: [[String]] = [
    ["keys", "create"], ["keys", "show"], ["models", "list"], ["models", "info", "rush"], ["models", "check", "rush"],
    ["protect", "in", "-o", "out", "--receipt"], ["verify", "out/grey.png", "--against", "in/grey.png"],
    ["measure", "in/grey.png", "out/grey.png"],
    ["stress", "in/grey.png", "out/grey.png", "--handling", "none", "--seeds", "1"],
    ["trace", "out/grey.png"], ["ledger", "list"], ["mark", "embed", "in", "-o", "marked", "--id", "0123456789abcdef"],
    ["mark", "detect", "marked/grey.png"], ["stamp", "in", "-o", "stamped", "--stamp", "Ada"],
    ["metadata", "show", "in/grey.png"], ["metadata", "set", "in", "-o", "declared", "--opt-out", "all"],
    ["site-files", "--site", "https://ada.example", "--output", "site"], ["receipt", "verify", "out/grey.png"],
  ]

  private static let strace: String? = {
    let path = ["/usr/bin/strace", "/usr/local/bin/strace"].first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path else { return nil }
    // Containers commonly forbid ptrace.
    let trial = Process()
    trial.executableURL = URL(fileURLWithPath: path)
    trial.arguments = ["-f", "-o", "/dev/null", "/bin/true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return nil }
    trial.waitUntilExit()
    return trial.terminationStatus == 0 ? path : nil
  }()

  @Test(.enabled("strace, and the right to trace") { strace != nil })
  func noCommandOpensASocketOrWritesElsewhere() throws {
    let strace = try #require(Self.strace)
    let work = try Workplace()
    try work.put("grey.png")
    for (index, command) in Self.commands.enumerated() {
      let trace = work.url("trace-\(index)")
      let run = try work.run(
        command,
        wrapper: [
          strace, "-f", "-qq", "-s", "300", "-e", "trace=socket,connect,sendto,open,openat,creat", "-o", trace.path,
        ])
      #expect(run.status == 0, "\(command): \(run.errors)")
      let calls = try String(contentsOf: trace, encoding: .utf8).split(separator: "\n")
      #expect(calls.contains { $0.contains("openat(") }, "the trace is empty")
      // Names of users and groups are asked of a daemon on this machine, through a socket in the file system.
      let network = calls.filter { $0.contains("socket(") && !$0.contains("AF_UNIX") }
      #expect(network.isEmpty, "\(command)")
      let written = calls.filter { call in
        ["O_WRONLY", "O_RDWR", "O_CREAT", "creat("].contains { call.contains($0) } && !call.contains("\"/dev/")
          && !call.contains("= -1 ") && !Self.isInside(call, work)
      }
      #expect(written.isEmpty, "\(command)")
    }
    try Self.expectOnlyOwnFiles(in: work)
  }

  @Test func theHomeHoldsOnlyLacquersOwnFolder() throws {
    let work = try Workplace()
    try work.put("grey.png")
    for command in [["models", "list"], ["protect", "in", "-o", "out"], ["stress", "in/grey.png", "out/grey.png"]] {
      #expect(try work.run(command).status == 0)
    }
    try Self.expectOnlyOwnFiles(in: work)
  }

  @Test func leftoversOfTelemetryAreNamed() throws {
    let work = try Workplace()
    try work.write("1", to: "home/cache/Microsoft/DeveloperTools/.onnxruntime/deviceid")
    let run = try work.run("models", "list")
    #expect(run.errors.contains(work.url("home/cache/Microsoft/DeveloperTools/.onnxruntime").path))
    let without = try Workplace().run("models", "list")
    #expect(!without.errors.contains("Microsoft"))
  }

  private static func expectOnlyOwnFiles(in work: Workplace) throws {
    let strange = work.files(below: "home").filter { !$0.hasPrefix("data/lacquer/") }
    #expect(strange.isEmpty)
  }

  /// Whether a call names a path in the workplace, or one relative to it.
  private static func isInside(_ call: Substring, _ work: Workplace) -> Bool {
    guard let start = call.firstIndex(of: "\"") else { return false }
    let path = call[call.index(after: start)...]
    return !path.hasPrefix("/") || path.hasPrefix(work.folder.path)
  }
}
