import Foundation

/// Files of lines that are only ever appended to, by several threads and processes at the same time.
package enum LineFile {
  /// Appends a line and syncs it: one `write` in append mode.
  ///
  /// - Parameter line: without line breaks.
  /// - Throws: `FileError.failed`, also for a link, a folder, a named pipe or a device: nothing is written through them.
  package static func append(_ line: [UInt8], to path: String) throws(FileError) {
    // The newline in front ends a line that a killed run left torn; empty lines are skipped when reading.
    let newline = [UInt8(ascii: "\n")]
    let bytes = newline + line + newline
    // Without O_NONBLOCK, opening a named pipe would wait for a reader.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      if errno == ELOOP || errno == ENXIO { throw .failed("cannot write \(path): it is not a plain file") }
      throw .system("cannot write", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .failed("cannot write \(path): it is not a plain file")
    }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count, fsync(descriptor) == 0 else { throw .system("cannot write", path) }
  }
}
