import ArgumentParser
import ConfigurationFiles
import Files
import Foundation

/// Puts the settings of configuration files and of the environment before the arguments of `protect`.
///
/// The parser sees one command line, so that a setting is checked, explained and recorded as the option that it stands for.
struct ConfiguredArguments {
  /// What only the command line may say: a folder that was downloaded must not decide which files are written over.
  private static let onlyOnCommandLine: Set<String> = [
    "in-place", "backup", "dry-run", "files-from", "null", "report", "help", "version", "profile", "print-config",
    "no-config",
  ]

  /// Options of which `protect` takes one of a pair.
  private static let exclusions: [(String, String)] =
    [("no-opt-out", "opt-out"), ("no-ledger", "ledger"), ("receipt", "receipts"), ("target", "anchor")]
    + [("stamp", "stamp-image"), ("in-place", "output"), ("json", "quiet")]
    + ["resize", "to", "srgb", "rename"].map { ("in-place", $0) }
    + ["mark-id", "key", "mark-psnr", "mark-strength", "recipient"].map { ("no-mark", $0) }
    + ["target", "anchor", "surrogate", "steps"].map { ("no-perturb", $0) }

  /// The arguments for the parser.
  let arguments: [String]
  /// What `--print-config` prints; `nil` when it was not given.
  let printed: String?
  /// The settings that hold.
  private let layers: ConfigurationLayers?

  /// Where the settings stand that a message of the parser speaks of, since the parser knows only the options that they became.
  func places(of message: String) -> [String] {
    (layers?.settings(namedIn: message) ?? []).map { "--\($0.key) is set by \($0.origin)" }
  }

  /// - Parameter arguments: Those of the process, without its name.
  /// - Throws: `ConfigurationError`.
  init(_ arguments: [String], environment: [String: String], workingFolder: String) throws {
    guard arguments.first == "protect" else {
      (self.arguments, printed, layers) = (arguments, nil, nil)
      return
    }
    let rest = Array(arguments.dropFirst())
    let paths = ConfigurationSearch.paths(workingFolder: workingFolder, environment: environment)
    let all = try CommandOptions.options(of: Protect.self)
    let given = CommandLineSettings.read(rest, options: all)
    let names = Set(given.map(\.key))
    guard names.isDisjoint(with: ["no-config", "help", "version"]) else {
      (self.arguments, printed, layers) = (arguments, nil, nil)
      return
    }
    let options = all.filter { !Self.onlyOnCommandLine.contains($0.name) }
    let files = try paths.map { path in
      try ConfigurationFile(
        path: path, text: Self.text(of: path), options: options, forbidden: Self.onlyOnCommandLine)
    }
    let profile = given.first { $0.key == "profile" }?.values.last ?? environment["LACQUER_PROFILE"]
    var layers = ConfigurationLayers(options: all, exclusions: Self.exclusions)
    try layers.add(files, profile: profile)
    try layers.add(environment: environment, except: Self.onlyOnCommandLine)
    layers.add(given.filter { !["profile", "print-config"].contains($0.key) })
    printed = names.contains("print-config") ? layers.text : nil
    self.arguments = ["protect"] + layers.arguments + rest
    self.layers = layers
  }

  private static func text(of path: String) throws -> String {
    do {
      let bytes = try AtomicFile.read(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ConfigurationError.unreadable(path: path, reason: "is not UTF-8 text")
      }
      return text
    } catch let error as FileError {
      throw ConfigurationError.unreadable(path: path, reason: "\(error)")
    }
  }
}
