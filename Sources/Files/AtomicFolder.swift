import Foundation

/// A folder, or a file that is too large for memory, that is made under a temporary name and gets its own when it is whole: a reader
/// sees all of it or none, and a failure leaves nothing behind.
package struct AtomicFolder: Sendable {
  /// Where files are written until the folder gets its name.
  package let path: String
  private let target: String

  /// Makes an empty folder beside the target; folders above it are made.
  ///
  /// - Throws: `FileError`.
  package init(for target: String) throws(FileError) {
    var target = target
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    self.target = target
    let above = PathName.folder(of: target)
    do {
      if !above.isEmpty { try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true) }
    } catch {
      throw .system("cannot make the folder \(above)", error)
    }
    path = try Temporary.createFolder(beside: target)
  }

  /// Writes a file of the folder; it is not synced, since the folder can be made again.
  ///
  /// - Parameter name: its path below the folder; folders on the way are made.
  /// - Throws: `FileError`.
  package func write(_ bytes: some ContiguousBytes, to name: String) throws(FileError) {
    let file = PathName.join(path, name)
    do {
      try FileManager.default.createDirectory(
        atPath: PathName.folder(of: file), withIntermediateDirectories: true)
      try bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: file)) }
    } catch {
      throw .system("cannot write \(PathName.join(target, name))", error)
    }
  }

  /// Adds to the end of a file of the folder, which is made if need be.
  ///
  /// - Throws: `FileError`.
  package func append(_ bytes: [UInt8], to name: String) throws(FileError) {
    let file = PathName.join(path, name)
    do {
      if !FileManager.default.fileExists(atPath: file) { try Data().write(to: URL(fileURLWithPath: file)) }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: bytes)
    } catch {
      throw .system("cannot write \(target)", error)
    }
  }

  /// Gives the folder its name, in place of what has it. What was there is gone only when the new one is in its place.
  ///
  /// - Throws: `FileError`.
  package func commit() throws(FileError) { try commit(path) }

  /// Gives one file of the folder the target's name, and deletes the rest.
  ///
  /// - Throws: `FileError`.
  package func commit(file name: String) throws(FileError) {
    try commit(PathName.join(path, name))
    discard()
  }

  private func commit(_ made: String) throws(FileError) {
    guard AtomicFile.exists(target) else {
      guard rename(made, target) == 0 else { throw .system("cannot create", target) }
      return
    }
    let former = try Temporary.createFolder(beside: target)
    defer { Temporary.remove(former) }
    let kept = PathName.join(former, "former")
    guard rename(target, kept) == 0 else { throw .system("cannot replace", target) }
    guard rename(made, target) == 0 else {
      let reason = errno
      _ = rename(kept, target)
      errno = reason
      throw .system("cannot create", target)
    }
  }

  /// Deletes what was made; what got its name stays.
  package func discard() { Temporary.remove(path) }
}
