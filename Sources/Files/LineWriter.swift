import Foundation

/// Writes a long file of lines under a temporary name, block by block, and gives it its own when it is whole.
package final class LineWriter {
  private static let blockLength = 1 << 20

  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var block: [UInt8] = []
  private var hash = Digest.Running()

  /// - Throws: `FileError`.
  package init(for path: String, permissions: Permissions = .standard) throws(FileError) {
    let temporary = try Temporary.create(beside: path, permissions)
    let descriptor = open(temporary, O_WRONLY | O_CLOEXEC)
    let reason = errno
    if descriptor < 0 { Temporary.remove(temporary) }
    guard descriptor >= 0 else { throw .system("cannot open \(path)", reason: reason) }
    self.path = path
    self.temporary = temporary
    self.descriptor = descriptor
    block.reserveCapacity(Self.blockLength + 4096)
  }

  deinit {
    close(descriptor)
    Temporary.remove(temporary)
  }

  /// Adds a line.
  ///
  /// - Parameter line: without a line break.
  /// - Throws: `FileError`.
  package func add(_ line: some Sequence<UInt8>) throws(FileError) {
    block.append(contentsOf: line)
    block.append(UInt8(ascii: "\n"))
    if block.count >= Self.blockLength { try flush() }
  }

  /// Syncs the file and gives it its name, in place of what has it.
  ///
  /// - Returns: the file's SHA-256, hex.
  /// - Throws: `FileError`.
  package func commit() throws(FileError) -> String {
    try flush()
    guard fsync(descriptor) == 0 else { throw .system("cannot sync", path) }
    guard rename(temporary, path) == 0 else { throw .system("cannot create", path) }
    let folder = PathName.folder(of: path)
    try AtomicFile.synchronise(folder: folder.isEmpty ? "." : folder)
    return hash.sha256
  }

  private func flush() throws(FileError) {
    hash.add(block)
    var done = 0
    while done < block.count {
      let count = block.withUnsafeBytes { all in
        write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system("cannot write", path) }
      done += count
    }
    block.removeAll(keepingCapacity: true)
  }
}
