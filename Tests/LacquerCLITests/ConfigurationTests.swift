import Foundation
import Testing

/// Configuration files, as a run of the program sees them.
struct ConfigurationTests {
  /// Options that change bytes and metadata, as a command line and as a profile.
  private let line = [
    "--strength", "subtle", "--creator", "Ada Painter", "--copyright", "© 2026 Ada", "--no-perturb", "--mark-id", "2a",
    "--opt-out", "genai", "--max-growth", "1.4", "--seed", "7",
  ]
  private let file = """
    creator = "Somebody Else"
    copyright = "© 2026 Ada"
    opt-out = "all"

    [profile.web]
    strength = "subtle"
    creator = "Ada Painter"
    no-perturb = true
    mark-id = "2a"
    opt-out = "genai"
    max-growth = 1.4
    seed = 7
    """

  @Test func aProfileReproducesALongCommandLine() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try #require(work.run(["protect", "in", "-o", "typed"] + line).status == 0)
    try work.write(file, to: ".lacquer.toml")
    try #require(work.run("protect", "in", "-o", "kept", "--profile", "web").status == 0)
    #expect(try work.bytes("typed/baseline.jpg") == work.bytes("kept/baseline.jpg"))
    try #require(work.run("protect", "in", "-o", "general", "--no-perturb", "--mark-id", "2a").status == 0)
    #expect(try work.bytes("typed/baseline.jpg") != work.bytes("general/baseline.jpg"))
  }

  @Test func aWrongKeyNamesItsLine() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.write("creator = \"Ada\"\ncopyrigth = \"Ada\"\n", to: ".lacquer.toml")
    let run = try work.run("protect", "in", "-o", "out")
    #expect(run.status == 64)
    #expect(run.errors.contains("/.lacquer.toml:2: there is no option copyrigth; did you mean copyright?"))
    #expect(!work.exists("out"))
    #expect(try work.run("protect", "in", "-o", "out", "--no-config", "--no-perturb", "--no-mark").status == 0)
  }

  @Test func aWrongValueNamesItsLine() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    for (value, reason) in [("\"many\"", "'many' is invalid"), ("-1", "--steps must be from 0")] {
      try work.write("creator = \"Ada\"\nsteps = \(value)\n", to: ".lacquer.toml")
      let run = try work.run("protect", "in", "-o", "out")
      #expect(run.status == 64)
      #expect(run.errors.contains("--steps is set by \(work.folder.path)/.lacquer.toml:2\n"), "\(run.errors)")
      #expect(run.errors.contains(reason) && !run.errors.contains("--creator"), "\(run.errors)")
    }
    // What the command line says itself needs no place.
    let typed = try work.run("protect", "in", "-o", "out", "--steps", "few")
    #expect(typed.status == 64 && !typed.errors.contains(".lacquer.toml"), "\(typed.errors)")
  }

  /// An empty value must not take what follows it, which is the first picture.
  @Test func anEmptyValueTakesNoPicture() throws {
    let work = try Workplace()
    try work.put("baseline.jpg", "grey.png")
    try work.write("creator = \"\"\n", to: ".lacquer.toml")
    let run = try work.run("protect", "in/baseline.jpg", "in/grey.png", "-o", "out", "--no-perturb", "--no-mark")
    #expect(run.status == 64 && run.errors.contains("the creator is empty"), "\(run.errors)")
    #expect(!work.exists("out"))
  }

  @Test func printsWhatHolds() throws {
    let work = try Workplace()
    try work.write("strength = \"strong\"\nquiet = true\n", to: "home/config/lacquer/config.toml")
    try work.write("creator = \"Ada\"\n", to: ".lacquer.toml")
    let run = try work.run(
      ["protect", "--print-config", "--epsilon", "5"], environment: ["LACQUER_STRENGTH": "subtle"])
    #expect(run.status == 0)
    #expect(
      run.text.replacing(work.folder.path, with: "") == """
        strength = "subtle"  # LACQUER_STRENGTH
        epsilon = 5  # command line
        creator = "Ada"  # /.lacquer.toml:1
        quiet = true  # /home/config/lacquer/config.toml:2

        """)
  }

  @Test func saysThatNothingIsSet() throws {
    let run = try Workplace().run("protect", "--print-config")
    #expect(run.status == 0)
    #expect(run.text == "# nothing is set: every option has its default\n")
  }

  @Test func aFolderCannotHaveItsPicturesWrittenOver() throws {
    let work = try Workplace()
    try work.put("baseline.jpg")
    try work.write("in-place = true\nbackup = true\n", to: ".lacquer.toml")
    let before = try work.bytes("in/baseline.jpg")
    #expect(try work.run("protect", "in").status == 64)
    #expect(try work.bytes("in/baseline.jpg") == before)
  }

  @Test(arguments: ["strengths", "figures", "files", "configuration", "exit-codes"])
  func helpExplainsTopics(topic: String) throws {
    let work = try Workplace()
    let run = try work.run("help", topic)
    #expect(run.status == 0)
    #expect(run.text.hasPrefix(topic.uppercased().replacing("-", with: " ") + "\n"))
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
