import Foundation

/// Which names below a folder count.
struct NameFilter: Sendable {
  /// Look below folders, at any depth.
  let recursive: Bool
  let include: [String]
  let exclude: [String]
  /// Whether kinds count that are read only to become another.
  var converting = false

  /// - Parameter name: path below the folder, of a file or a folder.
  func excludes(_ name: String) -> Bool { exclude.contains { Self.matches($0, name) } }

  /// Whether a name is that of a picture that is read.
  func isReadable(_ name: String) -> Bool { PictureKind.isReadable(name, converting: converting) }

  /// Whether a path below a folder is that of a picture which is read and passes the globs.
  func isWanted(_ name: String) -> Bool { isReadable(name) && includes(name) && !excludes(name) }

  func includes(_ name: String) -> Bool { include.isEmpty || include.contains { Self.matches($0, name) } }

  /// Whether a glob matches a path below a folder, or its last component.
  private static func matches(_ glob: String, _ name: String) -> Bool {
    let glob = glob.hasSuffix("/") ? String(glob.dropLast()) : glob
    return fnmatch(glob, name, 0) == 0 || fnmatch(glob, (name as NSString).lastPathComponent, 0) == 0
  }
}
