import ConfigurationFiles
import Foundation
import Testing

/// What holds when several places speak.
struct ConfigurationLayersTests {
  private let options = ConfigurationFileTests.options + [ConfigurableOption(name: "receipts", kind: .value)]

  private func file(_ text: String, path: String = "/art/.lacquer.toml") throws -> ConfigurationFile {
    try ConfigurationFile(path: path, text: text, options: options, forbidden: [])
  }

  private func layers(exclusions: [(String, String)] = []) -> ConfigurationLayers {
    ConfigurationLayers(options: options, exclusions: exclusions)
  }

  @Test func theStrongerPlaceHolds() throws {
    var layers = layers()
    try layers.add(
      [
        try file("strength = \"strong\"\ncreator = \"user\"", path: "/home/config.toml"),
        try file("creator = \"project\"\nmax-growth = 1.1\n[profile.web]\nmax-growth = 1.2\nsign = \"/c\""),
      ], profile: "web")
    try layers.add(environment: ["LACQUER_SIGN": "/d", "LACQUER_RECEIPT": "yes", "LACQUER_MODELS": "x"], except: [])
    layers.add(CommandLineSettings.read(["a.png", "--creator", "line"], options: options))
    #expect(
      layers.arguments == ["--strength=strong", "--max-growth=1.2", "--sign=/d", "--receipt"])
    #expect(
      layers.text == """
        strength = "strong"  # /home/config.toml:1
        max-growth = 1.2  # /art/.lacquer.toml:4
        creator = "line"  # command line
        sign = "/d"  # LACQUER_SIGN
        receipt = true  # LACQUER_RECEIPT
        """)
  }

  @Test func aListIsReplacedAndNotJoined() throws {
    var layers = layers()
    try layers.add([try file("recipient = [\"Gallery\"]\n[profile.a]\nrecipient = [\"Ada\", \"Ben\"]")], profile: "a")
    #expect(layers.arguments == ["--recipient=Ada", "--recipient=Ben"])
  }

  @Test func aStrongerPlaceDrivesOutWhatItExcludes() throws {
    let pairs = [("no-mark", "recipient"), ("receipt", "receipts")]
    var layers = layers(exclusions: pairs)
    try layers.add([try file("recipient = [\"Gallery\"]\nreceipts = \"all.jsonl\"")], profile: nil)
    layers.add(CommandLineSettings.read(["--no-mark", "--receipt"], options: options))
    #expect(layers.arguments.isEmpty)
  }

  @Test func aProfileCanSwitchAFlagOff() throws {
    var layers = layers()
    try layers.add([try file("receipt = true\n[profile.web]\nreceipt = false")], profile: "web")
    #expect(layers.arguments.isEmpty)
    #expect(layers.text == "receipt = false  # /art/.lacquer.toml:3")
  }

  @Test func anUnknownProfileNamesThoseThatThereAre() throws {
    let file = try file("[profile.web]\nreceipt = true\n[profile.client]\nreceipt = true")
    var layers = layers()
    #expect(throws: ConfigurationError.unknownProfile("print", known: ["client", "web"])) {
      try layers.add([file], profile: "print")
    }
  }

  @Test func whatIsPrintedIsReadAgain() throws {
    let text = "A \"quoted\" back\\slash\nline\tand \u{1}"
    var layers = layers()
    layers.add([Setting(key: "creator", values: [text], origin: .commandLine)])
    #expect(try file(layers.text).settings.first?.values == [text])
  }

  @Test(arguments: [
    (["-rq", "--", "--creator=x"], ["recursive", "quiet"]), (["-oout", "in"], ["output=out"]),
    (["-rt", "2", "in"], ["recursive", "threads=2"]), (["--creator", "--receipt"], ["creator=--receipt"]),
    (["--recipient=a", "b", "--recipient", "c"], ["recipient=a,c"]), (["-", "-o", "-"], ["output=-"]),
  ])
  func optionsAreFoundOnTheCommandLine(arguments: [String], found: [String]) {
    let options =
      options + [
        ConfigurableOption(name: "recursive", short: "r", kind: .flag),
        ConfigurableOption(name: "quiet", short: "q", kind: .flag),
        ConfigurableOption(name: "output", short: "o", kind: .value),
        ConfigurableOption(name: "threads", short: "t", kind: .value),
      ]
    let read = CommandLineSettings.read(arguments, options: options).map { setting in
      setting.values.isEmpty ? setting.key : "\(setting.key)=\(setting.values.joined(separator: ","))"
    }
    #expect(read == found)
  }

  @Test func theNearestFileUpwardIsFound() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "lacquer-config-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let deep = root.appending(path: "art/2026")
    try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: root.appending(path: "x/lacquer"), withIntermediateDirectories: true)
    let places = ["x/lacquer/config.toml", ".lacquer.toml", "art/.lacquer.toml"].map { root.appending(path: $0) }
    for place in places { try Data().write(to: place) }
    let environment = ["HOME": root.path, "XDG_CONFIG_HOME": root.appending(path: "x").path]
    #expect(
      ConfigurationSearch.paths(workingFolder: deep.path, environment: environment)
        == [places[0].path, places[2].path])
  }
}
