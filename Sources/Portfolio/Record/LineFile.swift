import Foundation

/// Files of lines that are only ever appended to, by several threads and processes at the same time.
enum LineFile {
  /// Appends a line and syncs it: one `write` in append mode.
  ///
  /// - Parameter line: without line breaks.
  /// - Throws: `PortfolioError.cannotWrite`.
  static func append(_ line: [UInt8], to path: String) throws(PortfolioError) {
    // The newline in front ends a line that a killed run left torn; empty lines are skipped when reading.
    let newline = [UInt8(ascii: "\n")]
    let bytes = newline + line + newline
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count, fsync(descriptor) == 0 else {
      throw .cannotWrite(path, String(cString: strerror(errno)))
    }
  }
}
