import Foundation

/// What tells one state of a file from another.
package struct FileState: Sendable, Hashable {
  package let bytes: Int64
  /// Seconds and nanoseconds of the last change of the contents.
  package let changed: [Int]
  package let inode: UInt64

  package init(bytes: Int64, changed: [Int], inode: UInt64) {
    self.bytes = bytes
    self.changed = changed
    self.inode = inode
  }

  /// The state of a file now; `nil` for anything but a regular file.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    self.init(bytes: Int64(status.st_size), changed: [time.tv_sec, time.tv_nsec], inode: UInt64(status.st_ino))
  }
}
