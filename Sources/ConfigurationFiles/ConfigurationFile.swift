import Files
import Foundation
import TOMLKit

/// A configuration file: options at its top, and named profiles that change them.
///
/// ```toml
/// creator = "Ada Painter"
/// opt-out = "all"
///
/// [profile.web]
/// strength = "subtle"
/// recipient = ["Gallery", "Ada"]
/// ```
package struct ConfigurationFile: Sendable {
  package let path: String
  /// What holds whichever profile is chosen, in the order of lines.
  package let settings: [Setting]
  /// The settings of each profile, in the order of lines.
  package let profiles: [String: [Setting]]

  /// Parses a file.
  ///
  /// - Parameters:
  ///   - path: The file's path, for messages and as the base of relative paths in it.
  ///   - options: The options that the file may set.
  ///   - forbidden: Options that exist, but that no file may set.
  /// - Throws: `ConfigurationError` for what is not TOML, unknown keys and values of the wrong type.
  package init(path: String, text: String, options: [ConfigurableOption], forbidden: Set<String>) throws {
    // A byte order mark says nothing in UTF-8, and would hide what the first line begins with.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    if let line = TableHeaders.firstBroken(in: text) {
      throw ConfigurationError.syntax(
        path: path, line: line, reason: "the name of a table begins with a letter, a digit, _, - or a quotation mark")
    }
    if let trap = ParserTraps.first(in: text) {
      throw ConfigurationError.syntax(path: path, line: trap.line, reason: trap.reason)
    }
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ConfigurationError.syntax(path: path, line: error.source.begin.line, reason: error.description)
    }
    let reader = TableReader(
      path: path, lines: KeyLines(text), options: Dictionary(uniqueKeysWithValues: options.map { ($0.name, $0) }),
      forbidden: forbidden)
    self.path = path
    settings = try reader.settings(of: root, in: [], ignoring: "profile")
    var profiles: [String: [Setting]] = [:]
    if let tables = root["profile"] {
      guard let tables = tables.table else {
        throw ConfigurationError.wrongType(
          reader.origin("profile", in: []), key: "profile", wanted: "tables, as [profile.web]")
      }
      for name in tables.keys {
        guard let table = tables[name]?.table else {
          throw ConfigurationError.wrongType(
            reader.origin(name, in: ["profile"]), key: "profile", wanted: "tables, as [profile.web]")
        }
        profiles[name] = try reader.settings(of: table, in: ["profile", name], ignoring: nil)
      }
    }
    self.profiles = profiles
  }
}

/// Turns the keys of one table into settings.
private struct TableReader {
  let path: String
  let lines: KeyLines
  let options: [String: ConfigurableOption]
  let forbidden: Set<String>

  func origin(_ key: String, in table: [String]) -> Setting.Origin {
    .file(path: path, line: lines.line(of: key, in: table))
  }

  func settings(of table: TOMLTable, in name: [String], ignoring ignored: String?) throws -> [Setting] {
    let keys = table.keys.filter { $0 != ignored }.map { ($0, lines.line(of: $0, in: name)) }
    return try keys.sorted { $0.1 < $1.1 }.compactMap { key, _ in
      try table[key].map { try setting(key, value: $0, origin: origin(key, in: name)) }
    }
  }

  private func setting(_ key: String, value: any TOMLValueConvertible, origin: Setting.Origin) throws -> Setting {
    guard !forbidden.contains(key) else { throw ConfigurationError.onlyOnCommandLine(origin, key: key) }
    guard let option = options[key] else {
      throw ConfigurationError.unknownKey(origin, key: key, nearest: nearest(to: key))
    }
    switch option.kind {
    case .flag:
      guard let isOn = value.bool else {
        throw ConfigurationError.wrongType(origin, key: key, wanted: "true or false")
      }
      return Setting(key: key, values: [], isOn: isOn, origin: origin)
    case .value:
      guard let text = text(value, option) else {
        throw ConfigurationError.wrongType(origin, key: key, wanted: "one text or number")
      }
      return Setting(key: key, values: [text], origin: origin)
    case .values:
      let items = value.array.map { $0.map { text($0, option) } } ?? [text(value, option)]
      let texts = items.compactMap(\.self)
      guard texts.count == items.count else {
        throw ConfigurationError.wrongType(origin, key: key, wanted: "a list of texts, as [\"a\", \"b\"]")
      }
      return Setting(key: key, values: texts, isOn: !texts.isEmpty, origin: origin)
    }
  }

  private func text(_ value: any TOMLValueConvertible, _ option: ConfigurableOption) -> String? {
    if let text = value.string { return option.isPath ? resolved(text) : text }
    if let number = value.int { return String(number) }
    return value.double.map { $0.description }
  }

  /// A path of the file's, seen from the working folder; `~` is the home folder, `-` stays a stream.
  private func resolved(_ text: String) -> String {
    guard text != "-" else { return text }
    if text == "~" || text.hasPrefix("~/") {
      return DataFolder.home() + text.dropFirst()
    }
    guard !text.hasPrefix("/") else { return text }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return folder.appending(path: text).standardizedFileURL.path + (text.hasSuffix("/") ? "/" : "")
  }

  /// The option whose name differs from a key in the fewest letters, if that is few.
  private func nearest(to key: String) -> String? {
    let ranked = options.keys.sorted().map { ($0, distance($0, key)) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, key.count / 3) else { return nil }
    return best.0
  }

  /// The number of letters to insert, remove or replace (Levenshtein 1966).
  private func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var row = Array(0...second.count)
    for (i, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in second.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
