import Foundation

/// Whether a file is being written.
package enum OpenForWriting {
  /// Asks Linux for a read lease, which it gives for a file that nobody has open for writing (fcntl(2), "Leases").
  ///
  /// - Returns: `true` when somebody has the file open for writing. Where leases are not to be had, as on other systems, on
  ///   network shares and for files of others, the answer is `false`, and a file counts as complete when it stays the same.
  package static func isWritten(_ path: String) -> Bool {
    #if os(Linux)
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      // F_SETLEASE, F_RDLCK, F_UNLCK; the leases' numbers are not in Swift's Glibc.
      guard fcntl(descriptor, 1024, F_RDLCK) != 0 else {
        _ = fcntl(descriptor, 1024, F_UNLCK)
        return false
      }
      return errno == EAGAIN
    #else
      return false
    #endif
  }
}
