import Foundation

/// The folders in which Lacquer keeps what belongs to a user, after the XDG Base Directory Specification: relative values of
/// its variables are invalid and ignored.
package enum DataFolder {
  /// `$XDG_DATA_HOME/lacquer`, or `~/.local/share/lacquer`: keys, models, the ledger, libraries.
  package static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    base("XDG_DATA_HOME", orInHome: ".local/share", environment) + "/lacquer"
  }

  /// A file or folder below the data folder, as in `path("keys/mark.key")`.
  package static func path(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    path(environment: environment) + "/" + name
  }

  /// `$XDG_CONFIG_HOME`, or `~/.config`.
  package static func configuration(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    base("XDG_CONFIG_HOME", orInHome: ".config", environment)
  }

  /// `$XDG_CACHE_HOME`, or `~/.cache`.
  package static func cache(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    base("XDG_CACHE_HOME", orInHome: ".cache", environment)
  }

  /// `$HOME`, or what the system's list of users says where that is not an absolute path.
  package static func home(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    absolute("HOME", environment) ?? NSHomeDirectory()
  }

  private static func base(_ variable: String, orInHome name: String, _ environment: [String: String]) -> String {
    absolute(variable, environment) ?? PathName.join(home(environment: environment), name)
  }

  /// The value of a variable that is an absolute path, without slashes at its end.
  private static func absolute(_ variable: String, _ environment: [String: String]) -> String? {
    guard var path = environment[variable], path.hasPrefix("/") else { return nil }
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
