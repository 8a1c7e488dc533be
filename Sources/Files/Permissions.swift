import Foundation

/// Who may read and write a new file.
package enum Permissions: Sendable, Equatable {
  /// As the process' mask says.
  case standard
  /// This mode, for a file that takes the place of one.
  case exactly(UInt16)
  /// As the process' mask says, but for group and others no more than this mode allows, for a copy of a file.
  case atMost(UInt16)

  /// The mode of a file, for one that takes its place; standard where it cannot be asked for.
  package static func same(as path: String) -> Permissions { mode(of: path).map(Permissions.exactly) ?? .standard }

  /// No wider than those of a file, for one that is made from it.
  package static func noWider(than path: String) -> Permissions { mode(of: path).map(Permissions.atMost) ?? .standard }

  private static func mode(of path: String) -> UInt16? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt16(truncatingIfNeeded: status.st_mode) & 0o777 : nil
  }

  /// The mode that a file is created with; a file that is to be private is so from its first byte on.
  var initial: mode_t {
    switch self {
    case .standard: 0o666
    case .exactly: 0o600
    case .atMost(let mode): mode_t(0o666 & (mode | 0o600))
    }
  }
}
