import Foundation
import Testing

/// `lacquer protect`: one run, one output, one line.
struct ProtectTests {
  @Test func protectsAFolderAndLeavesTheInputs() throws {
    let work = try Workplace.withProtected()
    #expect(
      work.files(below: "out").filter { !$0.hasSuffix(".json") && !$0.hasPrefix(".") }
        == ["baseline.jpg", "deep.png", "grey.png"])
    for name in ["baseline.jpg", "deep.png", "grey.png"] {
      let original = try Data(contentsOf: Workplace.pictures.appending(path: name))
      #expect(try work.bytes("in/\(name)") == original)
      #expect(try work.bytes("out/\(name)") != original)
    }
  }

  @Test func jsonKeys() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.write("no picture", to: "in/broken.png")
    let run = try work.run("protect", "in", "gone.png", "-o", "out", "--json", "-t", "1")
    #expect(run.status == 2)
    try Golden.checkKeys(run.lines, "protect")
    #expect(run.errors.contains("broken.png"))
    #expect(run.errors.contains("gone.png"))
  }

  @Test func aDamagedPictureDoesNotStopTheOthers() throws {
    let work = try Workplace()
    try work.put("grey.png", "palette.png")
    let half = try work.bytes("in/palette.png").prefix(9000)
    try work.write(Data(half), to: "in/cut.png")
    let run = try work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark")
    #expect(run.status == 2)
    #expect(work.exists("out/grey.png"))
    #expect(work.exists("out/palette.png"))
    #expect(!work.exists("out/cut.png"))
    #expect(run.errors.contains("cut.png"))
  }

  @Test func nothingToWorkOnEndsWith3() throws {
    let work = try Workplace()
    try work.write("words", to: "in/notes.txt")
    let run = try work.run("protect", "in", "-o", "out")
    #expect(run.status == 3)
    #expect(!work.exists("out"))
  }

  @Test func aFileThatIsNotThereEndsWith2() throws {
    let run = try Workplace().run("protect", "gone.png", "-o", "out")
    #expect(run.status == 2)
    #expect(run.errors.contains("gone.png"))
  }

  @Test func aPictureThroughAPipe() throws {
    let work = try Workplace()
    try work.put("grey.png")
    let piped = try work.run(["protect", "-", "-o", "-", "--no-perturb"], input: work.bytes("in/grey.png"))
    #expect(piped.status == 0)
    let named = try work.run("protect", "in/grey.png", "-o", "out.png", "--no-perturb")
    #expect(named.status == 0)
    #expect(try piped.output == work.bytes("out.png"))
  }

  @Test func aPipeWithoutAPictureEndsWith2() throws {
    let run = try Workplace().run(["protect", "-", "-o", "-"], input: Data("no picture".utf8))
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("standard input"))
  }

  @Test func aDryRunWritesNothing() throws {
    let work = try Workplace()
    try work.put("grey.png", "baseline.jpg")
    let run = try work.run("protect", "in", "-o", "out", "--dry-run", "--json")
    #expect(run.status == 0)
    #expect(try run.objects.compactMap { $0["status"] as? String } == ["planned", "planned"])
    #expect(!work.exists("out"))
    #expect(!work.exists("home/data/lacquer/ledger.sqlite"))
  }

  @Test func declaresWhatIsAsked() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.run("protect", "in", "-o", "out", "--no-perturb", "--no-mark", "--creator", "Ada", "--opt-out", "genai")
    let said = try #require(try work.run("metadata", "show", "out", "--json").objects.first)
    let rights = said["rights"] as? [[String: String]] ?? []
    #expect(rights.contains { $0["field"] == "creator" && $0["value"] == "Ada" })
    #expect((said["opt_outs"] as? [[String: Any]])?.isEmpty == false)
  }

  @Test func aMissingLedgerFolderEndsWith74() throws {
    let work = try Workplace()
    try work.put("grey.png")
    try work.write("a file", to: "blocked")
    let run = try work.run("protect", "in", "-o", "out", "--ledger", "blocked/ledger.sqlite")
    #expect(run.status == 74)
    #expect(!work.exists("out/grey.png"))
  }

  @Test func sameBytesWhateverTheThreads() throws {
    let work = try Workplace()
    try work.put("alpha.png", "baseline.jpg")
    try work.run("protect", "in", "-o", "one", "-t", "1")
    try work.run("protect", "in", "-o", "two", "-t", "2")
    for name in ["alpha.png", "baseline.jpg"] { #expect(try work.bytes("one/\(name)") == work.bytes("two/\(name)")) }
  }
}
