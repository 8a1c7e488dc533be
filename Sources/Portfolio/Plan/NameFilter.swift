import Foundation

/// Which names below a folder count.
struct NameFilter: Sendable {
  /// Look below folders, at any depth.
  let recursive: Bool
  let include: [String]
  let exclude: [String]

  /// - Parameter name: path below the folder, of a file or a folder.
  func excludes(_ name: String) -> Bool { exclude.contains { Self.matches($0, name) } }

  func includes(_ name: String) -> Bool { include.isEmpty || include.contains { Self.matches($0, name) } }

  /// Whether a glob matches a path below a folder, or its last component.
  private static func matches(_ glob: String, _ name: String) -> Bool {
    let glob = glob.hasSuffix("/") ? String(glob.dropLast()) : glob
    return fnmatch(glob, name, 0) == 0 || fnmatch(glob, (name as NSString).lastPathComponent, 0) == 0
  }
}
