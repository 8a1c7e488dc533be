import Files

/// What is wrong with a configuration. Every text begins with the place: a file and a line, or a variable.
package enum ConfigurationError: CodedError, Sendable, Hashable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is not TOML.
  case syntax(path: String, line: Int, reason: String)
  /// The key is no option of the command. `nearest` is one that is spelt nearly so.
  case unknownKey(Setting.Origin, key: String, nearest: String?)
  /// The option is one that only the command line may give.
  case onlyOnCommandLine(Setting.Origin, key: String)
  /// The value is of another kind than the option takes.
  case wrongType(Setting.Origin, key: String, wanted: String)
  /// No file has a profile of that name.
  case unknownProfile(String, known: [String])

  package var code: String {
    switch self {
    case .unreadable: "configuration-file"
    case .syntax: "configuration-syntax"
    case .unknownKey, .onlyOnCommandLine: "configuration-key"
    case .wrongType: "configuration-value"
    case .unknownProfile: "configuration-profile"
    }
  }

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .syntax(let path, let line, let reason): "\(path):\(line): \(reason)"
    case .unknownKey(let origin, let key, let nearest):
      "\(origin): there is no option \(key)" + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .onlyOnCommandLine(let origin, let key):
      "\(origin): \(key) can only be given on the command line, as --\(key)"
    case .wrongType(let origin, let key, let wanted): "\(origin): \(key) takes \(wanted)"
    case .unknownProfile(let name, let known):
      "there is no profile \(name): "
        + (known.isEmpty ? "no configuration file has any" : "the configuration has \(known.joined(separator: ", "))")
    }
  }
}
