import Files
import Foundation

/// Where configuration files are looked for.
package enum ConfigurationSearch {
  /// The name of a project's file, looked for from the working folder upward.
  package static let projectName = ".lacquer.toml"

  /// The files that hold in a working folder: the user's, then the nearest project's, which is stronger.
  ///
  /// The user's file is `$XDG_CONFIG_HOME/lacquer/config.toml`, or `~/.config/lacquer/config.toml`.
  package static func paths(workingFolder: String, environment: [String: String]) -> [String] {
    let user = DataFolder.configuration(environment: environment) + "/lacquer/config.toml"
    var folder = URL(fileURLWithPath: workingFolder, isDirectory: true).standardizedFileURL
    let found = exists(user) ? [user] : []
    while true {
      let file = folder.appending(path: projectName).path
      if exists(file) { return found + [file] }
      guard folder.path != "/" else { return found }
      folder = folder.deletingLastPathComponent()
    }
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
