/// The settings of all places, put over one another: files at the bottom, then the profile, the environment and the command
/// line.
package struct ConfigurationLayers: Sendable {
  private let options: [ConfigurableOption]
  /// Options that cannot hold together, by name: what a stronger place sets drives out what it excludes in a weaker one.
  private let exclusions: [String: Set<String>]
  /// The settings that hold, by the name of their option.
  private var held: [String: Setting] = [:]

  /// - Parameter exclusions: Pairs of options of which a command takes only one.
  package init(options: [ConfigurableOption], exclusions: [(String, String)]) {
    self.options = options
    var table: [String: Set<String>] = [:]
    for (first, second) in exclusions {
      table[first, default: []].insert(second)
      table[second, default: []].insert(first)
    }
    self.exclusions = table
  }

  /// Lays settings over those that are there.
  package mutating func add(_ settings: [Setting]) {
    for setting in settings where setting.isOn {
      for name in exclusions[setting.key] ?? [] where held[name].map({ $0.origin != setting.origin }) ?? false {
        held[name] = nil
      }
    }
    for setting in settings { held[setting.key] = setting }
  }

  /// Lays a file's profile over its general settings.
  ///
  /// - Throws: `ConfigurationError.unknownProfile` when no file has the profile.
  package mutating func add(_ files: [ConfigurationFile], profile: String?) throws {
    for file in files { add(file.settings) }
    guard let profile else { return }
    let known = Set(files.flatMap(\.profiles.keys)).sorted()
    guard known.contains(profile) else { throw ConfigurationError.unknownProfile(profile, known: known) }
    for file in files { add(file.profiles[profile] ?? []) }
  }

  /// Lays the environment's variables over what is there.
  ///
  /// - Throws: `ConfigurationError.wrongType` for a flag's variable that is neither yes nor no.
  package mutating func add(environment: [String: String], except forbidden: Set<String>) throws {
    var settings: [Setting] = []
    for option in options where !forbidden.contains(option.name) {
      let origin = Setting.Origin.environment(variable: option.environmentVariable)
      guard let text = environment[option.environmentVariable], !text.isEmpty else { continue }
      switch option.kind {
      case .flag:
        guard let isOn = ["1": true, "true": true, "yes": true, "0": false, "false": false, "no": false][text] else {
          throw ConfigurationError.wrongType(origin, key: option.name, wanted: "1 or 0")
        }
        settings.append(Setting(key: option.name, values: [], isOn: isOn, origin: origin))
      case .value:
        settings.append(Setting(key: option.name, values: [text], origin: origin))
      case .values:
        settings.append(Setting(key: option.name, values: text.split(separator: "\n").map(String.init), origin: origin))
      }
    }
    add(settings)
  }

  /// Every setting that holds, in the order of the command's options.
  package var settings: [Setting] { options.compactMap { held[$0.name] } }

  /// The arguments of everything that does not come from the command line itself.
  package var arguments: [String] {
    settings.filter { $0.origin != .commandLine }.flatMap(\.arguments)
  }

  /// The settings that do not come from the command line and whose option a message of the parser names.
  package func settings(namedIn message: String) -> [Setting] {
    let words = Set(message.split { !($0.isLetter || $0.isNumber || $0 == "-") })
    return settings.filter { $0.origin != .commandLine && words.contains("--\($0.key)") }
  }

  /// The settings as a configuration file, each with its place in a comment.
  package var text: String {
    guard !settings.isEmpty else { return "# nothing is set: every option has its default" }
    let kinds = Dictionary(uniqueKeysWithValues: options.map { ($0.name, $0.kind) })
    return settings.map { setting in
      let texts = setting.values.map { Self.isNumber($0) ? $0 : Self.quoted($0) }
      let value =
        switch kinds[setting.key] {
        case .flag?: setting.isOn ? "true" : "false"
        case .values?: "[" + texts.joined(separator: ", ") + "]"
        case .value?, nil: texts.first ?? "\"\""
        }
      return "\(setting.key) = \(value)  # \(setting.origin)"
    }.joined(separator: "\n")
  }

  /// Whether a text is what a number of TOML becomes when it is read.
  private static func isNumber(_ text: String) -> Bool {
    Int(text).map { String($0) == text } ?? Double(text).map { $0.isFinite && $0.description == text } ?? false
  }

  /// A basic string of TOML 1.0, section "String".
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
