import ArgumentParser
import Portfolio
import Watermark

/// The key of a mark.
struct MarkKeyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File of the secret key. Without it \(MarkKeyFile.standardPath) if that is there, else the published key, whose marks anyone may read; `detect` looks for both.",
      valueName: "file"),
    completion: .file())
  var key: String?

  /// The key to mark with; a file that holds none is named and ends the command.
  func readOrExit() throws -> MarkKey { try keysOrExit()[0] }

  /// The keys to look for: the one that is named, or the user's own and the published one.
  func keysOrExit() throws -> [MarkKey] {
    try Terminal.reporting { try key.map { [try MarkKeyFile.read($0)] } ?? MarkKeyFile.known() }
  }

  /// Which keys were looked for, to end "no mark of …".
  func name(of keys: [MarkKey]) -> String {
    if let key { return "the key in \(key)" }
    return keys.count > 1 ? "your key or the published one" : "the published key"
  }
}
