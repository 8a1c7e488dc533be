import Foundation

/// Reads files of lines that are too long for memory.
package enum LineReader {
  /// The most bytes of a line.
  private static let longestLine = 1 << 26
  private static let blockLength = 1 << 20

  /// Calls a body with each line, without its line break, in the order of the file. Memory is that of one block and one line.
  ///
  /// - Parameter body: a line is valid while the body runs; whether it wants another one.
  /// - Throws: `FileError`, what the body throws.
  package static func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
    try read(path, hash: nil, body)
  }

  /// Calls a body with each line as `read` does, and hashes the file on the way.
  ///
  /// - Returns: SHA-256 of what was read, hex.
  /// - Throws: as `read`.
  package static func hash(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws -> String {
    let hash = RunningHash()
    try read(path, hash: hash, body)
    return hash.running.sha256
  }

  private final class RunningHash {
    var running = Digest.Running()
  }

  private static func read(
    _ path: String, hash: RunningHash?, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let file = try AtomicFile.open(path, limit: .max)
    defer { close(file.descriptor) }
    var buffer = [UInt8](repeating: 0, count: blockLength)
    var kept = 0
    while true {
      if kept == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
      guard kept < longestLine else { throw FileError.tooLong("a line of \(path) has more than \(longestLine) bytes") }
      let room = buffer.count - kept
      let count = buffer.withUnsafeMutableBytes {
        Foundation.read(file.descriptor, $0.baseAddress.map { $0 + kept }, room)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError.system("cannot read", path) }
      let end = kept + count
      hash?.running.add(buffer[kept..<end])
      var isWanted = true
      kept = try buffer.withUnsafeMutableBytes { all in
        let rest = try lines(UnsafeRawBufferPointer(rebasing: all[..<end]), isWanted: &isWanted, body)
        if count == 0, rest < end, isWanted { isWanted = try body(UnsafeRawBufferPointer(rebasing: all[rest..<end])) }
        if rest > 0, let base = all.baseAddress { memmove(base, base + rest, end - rest) }
        return end - rest
      }
      guard count > 0, isWanted else { return }
    }
  }

  /// Calls the body with every whole line.
  ///
  /// - Returns: where the bytes begin that no line break ends.
  private static func lines(
    _ bytes: UnsafeRawBufferPointer, isWanted: inout Bool, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Int {
    var start = 0
    while isWanted, start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, 10, bytes.count - start)
    {
      let end = UnsafeRawPointer(found) - base
      isWanted = try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      start = end + 1
    }
    return start
  }
}
