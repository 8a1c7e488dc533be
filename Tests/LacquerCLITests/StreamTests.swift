import Foundation
import Testing

/// Streams that are full, closed, or end on a terminal.
struct StreamTests {
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "only Linux has /dev/full"),
    arguments: [
      "ledger export > /dev/full", "ledger list > /dev/full", "keys show > /dev/full", "models list > /dev/full",
      "verify out/grey.png --against in > /dev/full", "metadata show out > /dev/full", "trace out > /dev/full",
      "measure in/grey.png out/grey.png --metric psnr > /dev/full", "--help > /dev/full",
      "metadata set in -o new --creator Ada --json > /dev/full", "protect in/grey.png -o new/ --json > /dev/full",
      "protect in/grey.png -o new/ --no-perturb 2> /dev/full", "protect - -o - --no-perturb < in/grey.png > /dev/full",
    ])
  func aFullStreamEndsWith74(_ line: String) throws {
    let work = try Workplace.withProtected()
    let run = try work.shell("exec \"$LACQUER\" \(line)")
    #expect(run.status == 74)
    #expect(
      run.errors.split(separator: "\n").allSatisfy {
        $0.hasPrefix("lacquer: ") || $0.contains("failed in") || $0.contains("→") || $0.hasPrefix("  ")
      })
    #expect(!work.files(below: "new").contains { $0.hasSuffix(".tmp") })
  }

  @Test(arguments: [
    "ledger export >&-", "protect in/grey.png -o new/ --no-perturb --json >&- <&-",
    "protect in/grey.png -o new/ --no-perturb 2>&-", "protect in/grey.png -o new/ --no-perturb >&- 2>&- <&-",
  ])
  func aClosedStreamEndsWith74(_ line: String) throws {
    let work = try Workplace.withProtected()
    #expect(try work.shell("exec \"$LACQUER\" \(line)").status == 74)
    // A picture that was being written got no words into it.
    for name in work.files(below: "new") where name.hasSuffix(".png") {
      #expect(try work.run("measure", "in/\(name)", "new/\(name)", "--metric", "linf").status == 0)
    }
  }

  @Test func aCommandThatSaysNothingMayHaveNoStreams() throws {
    let work = try Workplace.withProtected()
    #expect(try work.shell("exec \"$LACQUER\" protect in/grey.png -o new/ --no-perturb -q >&- 2>&- <&-").status == 0)
    #expect(try work.run("measure", "in/grey.png", "new/grey.png", "--metric", "linf").status == 0)
  }

  @Test func aReaderThatHasSeenEnoughIsNoFault() throws {
    let work = try Workplace.withProtected()
    let run = try work.shell(
      "{ sleep 0.3; \"$LACQUER\" ledger export; echo $? >&2; } | { exec <&-; sleep 0.1; }")
    #expect(run.errors == "141\n")
  }

  @Test func aMissingListOfFilesEndsWith74() throws {
    let work = try Workplace()
    for command in [["protect", "-o", "out"], ["verify"], ["metadata", "show"]] {
      let run = try work.run(command + ["--files-from", "gone.txt"])
      #expect(run.status == 74)
      #expect(run.errors.hasPrefix("lacquer: "))
      #expect(run.errors.contains("gone.txt"))
    }
  }

  @Test func foreignTextSteersNoTerminal() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let name = "in/evil\u{1B}[2J\nok\u{9B}1m.png"
    try work.write(work.bytes("in/grey.png"), to: name)
    try work.run("metadata", "set", "in/grey.png", "-o", "set.png", "--creator", "Ada\u{202E}gnp.\u{7F}")
    let harmful: (Character) -> Bool = { character in
      character.unicodeScalars.contains {
        ($0.value < 0x20 && $0 != "\n") || "\u{7F}\u{9B}\u{202E}".unicodeScalars.contains($0)
      }
    }
    for arguments in [
      ["metadata", "show", name], ["metadata", "show", "set.png"], ["metadata", "show", name, "--json"],
      ["metadata", "show", "set.png", "--json"], ["verify", name, "--require", "opt-out"],
      ["measure", name, "gone.png"],
    ] {
      let run = try work.run(arguments)
      #expect(!run.text.contains(where: harmful), "\(arguments)")
      #expect(!run.errors.contains(where: harmful), "\(arguments)")
      #expect(!run.text.contains("\nok"), "\(arguments)")
    }
    #expect(try work.run("metadata", "show", "set.png").text.contains(#"Ada\u202egnp.\u007f"#))
    let rights = try work.run("metadata", "show", "set.png", "--json").objects.first?["rights"] as? [[String: String]]
    #expect(rights?.contains { $0["value"] == "Ada\u{202E}gnp.\u{7F}" } == true)
  }
}
