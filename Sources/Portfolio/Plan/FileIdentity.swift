import Foundation

/// What a path leads to: two paths with equal identities are one file or folder.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64
  let isFolder: Bool

  /// - Returns: `nil` if nothing is there, or it cannot be reached.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the last component of a path is a symbolic link.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether a file was last written later than another; what is not there is older than everything.
  static func isNewer(_ path: String, than other: String) -> Bool { modified(path) > modified(other) }

  private static func modified(_ path: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }
}
