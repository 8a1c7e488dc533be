import Foundation
import Testing

/// What the program says of itself.
struct HelpTests {
  /// Every command as words, from the program's own description of its commands.
  private static let commands: [[String]] = {
    struct Dump: Decodable { let command: Command }
    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?

      func paths(_ above: [String]) -> [[String]] {
        [above] + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { $0.paths(above + [$0.commandName]) }
      }
    }
    guard let work = try? Workplace(), let run = try? work.run("--experimental-dump-help"),
      let dump = try? JSONDecoder().decode(Dump.self, from: run.output)
    else { return [] }
    return dump.command.paths([])
  }()

  @Test func thereAreCommands() { #expect(Self.commands.count > 30) }

  @Test(arguments: commands) func helpIsAsRecorded(_ command: [String]) throws {
    let work = try Workplace()
    let home = "/home/ada"
    let run = try work.run(
      command + ["--help"],
      environment: ["HOME": home, "XDG_DATA_HOME": "\(home)/.local/share", "XDG_CONFIG_HOME": "\(home)/.config"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    // The number of cores is the machine's.
    let text = run.text.replacing(/default: \d+\)(?=\s+-h|\s+--json|$)/, with: "default: N)")
    try Golden.check(text, "help/\((["lacquer"] + command).joined(separator: "-")).txt")
  }

  @Test func everySnapshotIsOfACommand() throws {
    let names = Set(Self.commands.map { (["lacquer"] + $0).joined(separator: "-") + ".txt" })
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.appending(path: "help").path)
    #expect(Golden.isRecording || Set(files) == names)
  }

  @Test func saysItsVersion() throws {
    let run = try Workplace().run("--version")
    #expect(run.status == 0)
    #expect(run.text.wholeMatch(of: /\d+\.\d+\.\d+[^\n]*\n(.|\n)*/) != nil)
  }

  @Test(arguments: [["protcet", "a.png"], ["help", "protcet"]])
  func aCommandThatIsNoneIsNamed(_ arguments: [String]) throws {
    let run = try Workplace().run(arguments)
    #expect(run.status == 64 && run.errors.hasPrefix("Error: no command or topic is called protcet: lacquer --help"))
  }

  @Test(arguments: [
    ["frobnicate"], ["protect"], ["protect", "a.png"], ["protect", "a.png", "-o", "b", "--strength", "huge"],
    ["protect", "a.png", "-o", "b", "--no-mark", "--mark-id", "1"], ["protect", "a.png", "-o", "b", "--epsilon", "0"],
    ["protect", "a.png", "-o", "b", "--shard", "2/2"], ["protect", "a.png", "--in-place"],
    ["protect", "a.png", "-o", "b", "--in-place", "--backup"], ["protect", "a.png", "-o", "b", "--memory", "lots"],
    ["verify", "a.png", "--require", "luck"], ["measure", "a.png"], ["stress", "a.png", "b.png", "--handling", "kiln"],
    ["metadata", "set", "a.png", "-o", "b"], ["mark", "embed", "a.png", "-o", "b", "--id", "xyz"],
    ["mark", "detect", "a.png", "--false-alarm", "2"], ["stamp", "a.png", "-o", "b"], ["trace"],
    ["site-files", "-o", "b", "--site", "ada"], ["receipt", "rerun", "a.png"],
  ])
  func wrongUsageEndsWith64(_ arguments: [String]) throws {
    let work = try Workplace()
    let run = try work.run(arguments)
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.text.isEmpty)
    #expect(work.files(below: "").filter { !$0.hasPrefix("temporary/") }.isEmpty)
  }
}
