/// What one place says about one option.
package struct Setting: Sendable, Hashable {
  /// The place that a setting comes from.
  package enum Origin: Sendable, Hashable, CustomStringConvertible {
    case file(path: String, line: Int)
    case environment(variable: String)
    case commandLine

    package var description: String {
      switch self {
      case .file(let path, let line): "\(path):\(line)"
      case .environment(let variable): variable
      case .commandLine: "command line"
      }
    }
  }

  /// The long name of the option, without dashes.
  package let key: String
  /// What the option is set to: one text for a value, several for a list, none for a flag.
  package let values: [String]
  /// Whether a flag is set; always true for other options.
  package let isOn: Bool
  package let origin: Origin

  package init(key: String, values: [String], isOn: Bool = true, origin: Origin) {
    self.key = key
    self.values = values
    self.isOn = isOn
    self.origin = origin
  }

  /// The arguments that say the same on the command line.
  package var arguments: [String] {
    guard isOn else { return [] }
    // The parser takes `--key=` for an option whose value follows.
    return values.isEmpty ? ["--\(key)"] : values.flatMap { $0.isEmpty ? ["--\(key)", ""] : ["--\(key)=\($0)"] }
  }
}
