/// An option of a command, as a configuration file may set it.
package struct ConfigurableOption: Sendable, Hashable {
  /// What the option takes.
  package enum Kind: Sendable {
    /// Nothing: a flag, which a file sets with `true`.
    case flag
    /// One value.
    case value
    /// One value each time that it is given; a file sets it to a list.
    case values
  }

  /// The long name without dashes, which is the key in a file.
  package let name: String
  /// The letter of the short name, if the option has one.
  package let short: Character?
  package let kind: Kind
  /// Whether the value is a path, which a file means relative to its own folder.
  package let isPath: Bool

  package init(name: String, short: Character? = nil, kind: Kind, isPath: Bool = false) {
    self.name = name
    self.short = short
    self.kind = kind
    self.isPath = isPath
  }

  /// The environment variable that sets the option: `LACQUER_MAX_GROWTH` for `--max-growth`.
  package var environmentVariable: String {
    "LACQUER_" + name.uppercased().replacing("-", with: "_")
  }
}
