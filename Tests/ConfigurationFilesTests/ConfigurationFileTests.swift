import ConfigurationFiles
import Testing

/// Reading of one configuration file.
struct ConfigurationFileTests {
  static let options = [
    ConfigurableOption(name: "strength", kind: .value),
    ConfigurableOption(name: "max-growth", kind: .value),
    ConfigurableOption(name: "creator", kind: .value),
    ConfigurableOption(name: "sign", kind: .value, isPath: true),
    ConfigurableOption(name: "recipient", kind: .values),
    ConfigurableOption(name: "receipt", kind: .flag),
    ConfigurableOption(name: "no-mark", kind: .flag),
  ]

  private func read(_ text: String) throws -> ConfigurationFile {
    try ConfigurationFile(path: "/art/.lacquer.toml", text: text, options: Self.options, forbidden: ["in-place"])
  }

  private func message(_ text: String) -> String {
    do {
      _ = try read(text)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["[é]", "[=]", "[[é]]", "[ é]", "[\u{FFFD}", "[#]", "[", "[[[a]]]", "[ [a] ]"])
  func aTableWithoutANameIsAnErrorAndNoCrash(_ header: String) {
    #expect(message("creator = \"Ada\"\n\(header)\n").contains(".lacquer.toml:2"))
  }

  @Test func aByteOrderMarkHidesNothing() throws {
    #expect(message("\u{FEFF}[=]\n").contains(".lacquer.toml:1"))
    #expect(try read("\u{FEFF}creator = \"Ada\"\n").settings.count == 1)
  }

  @Test(arguments: [
    "[}]", "[[}]]", "[ 1, }", "[[[[[[}}}", "[\"]\", }", "[ # [\n}", "[{ a = 1 }, }]", "['\\', }",
    "[\"\"\"\n}\"\"\"\"\", }",
  ])
  func aBraceAmongElementsIsAnErrorAndNoCrash(_ value: String) {
    let line = 2 + value.count { $0 == "\n" }
    #expect(message("creator = \"Ada\"\nrecipient = \(value)\n").contains(".lacquer.toml:\(line)"))
  }

  @Test(arguments: ["0000-00-0[ 0", "2026-11-28", "[1, 2026-11-28 ]", "12:30", "{ a = 2026-01-01 }", "\t2026-11-28 \n"])
  func aDateIsAnErrorAndNoCrash(_ value: String) {
    #expect(message("creator = \"Ada\"\nrecipient = \(value)\n").contains(".lacquer.toml:2"))
  }

  @Test func namesMayLookLikeDates() throws {
    let file = try read(
      "creator = \"2026-11-28\" # 2026-11-28\nmax-growth = 2026.5\n[profile.2026-11]\nreceipt = true\n")
    #expect(file.settings.count == 2 && file.profiles["2026-11"]?.count == 1)
  }

  @Test func bracesInTextsAreTexts() throws {
    let file = try read(
      "recipient = ['}', \"[}\\\"}\", \"\"\"\n[}\"\"\", '''[}'''] # [}\ncreator = \"}\"\n")
    #expect(file.settings.count == 2)
  }

  @Test func settingsBecomeArguments() throws {
    let file = try read(
      """
      # What always holds.
      creator = "Ada \\"the\\" Painter"
      max-growth = 1.25
      receipt = true
      no-mark = false

      [profile.web]
      strength = "subtle"
      recipient = ["Gallery", "Ada"]
      """)
    #expect(
      file.settings.flatMap(\.arguments) == ["--creator=Ada \"the\" Painter", "--max-growth=1.25", "--receipt"])
    #expect(file.profiles.keys.sorted() == ["web"])
    #expect(
      file.profiles["web"]?.flatMap(\.arguments)
        == ["--strength=subtle", "--recipient=Gallery", "--recipient=Ada"])
    #expect(file.profiles["web"]?.first?.origin == .file(path: "/art/.lacquer.toml", line: 8))
  }

  @Test(arguments: [
    ("sign = \"keys/c.pem\"", "--sign=/art/keys/c.pem"), ("sign = \"/c.pem\"", "--sign=/c.pem"),
    ("sign = \"../c.pem\"", "--sign=/c.pem"), ("creator = \"keys/c.pem\"", "--creator=keys/c.pem"),
  ])
  func pathsAreSeenFromTheFile(text: String, argument: String) throws {
    #expect(try read(text).settings.flatMap(\.arguments) == [argument])
  }

  @Test(arguments: [
    (
      "creator = \"Ada\"\n\nstrenght = \"subtle\"",
      "/art/.lacquer.toml:3: there is no option strenght; did you mean strength?"
    ),
    ("[profile.web]\nxyzzy = 1", "/art/.lacquer.toml:2: there is no option xyzzy"),
    ("[profil.web]\nstrength = \"subtle\"", "/art/.lacquer.toml:1: there is no option profil"),
    ("\nin-place = true", "/art/.lacquer.toml:2: in-place can only be given on the command line, as --in-place"),
    ("receipt = 1", "/art/.lacquer.toml:1: receipt takes true or false"),
    ("strength = [\"subtle\"]", "/art/.lacquer.toml:1: strength takes one text or number"),
    ("recipient = [\"Ada\", true]", "/art/.lacquer.toml:1: recipient takes a list of texts, as [\"a\", \"b\"]"),
    ("profile = \"web\"", "/art/.lacquer.toml:1: profile takes tables, as [profile.web]"),
  ])
  func mistakesNameTheirLine(text: String, wanted: String) {
    #expect(message(text) == wanted)
  }

  @Test func whatIsNotTOMLNamesItsLine() {
    #expect(message("creator = \"Ada\"\nstrength = = 3").hasPrefix("/art/.lacquer.toml:2: "))
  }
}
