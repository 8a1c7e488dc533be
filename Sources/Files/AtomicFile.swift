import Foundation

/// Reads plain files, and writes files so that a reader sees all of a file or none of it and a failure leaves nothing behind.
///
/// A temporary file in the target's folder is written, synced, verified by the caller, and renamed; then the folder is
/// synced.
package enum AtomicFile {
  /// What to do when the target exists.
  package enum Existing: Sendable {
    case refuse, replace
  }

  // MARK: - Reading

  /// Reads a whole file, opened for reading only.
  ///
  /// - Parameter limit: bytes; a longer file is refused before it is read.
  /// - Throws: `FileError.failed`, also for folders, pipes and devices; `.tooLong`.
  package static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    let file = try open(path, limit: limit)
    defer { close(file.descriptor) }
    return try bytes(of: file, path)
  }

  /// Reads the beginning of a file.
  ///
  /// - Parameter count: bytes; a shorter file is read whole.
  /// - Throws: as `read`.
  package static func read(_ path: String, first count: Int) throws(FileError) -> [UInt8] {
    let file = try open(path, limit: .max)
    defer { close(file.descriptor) }
    return try bytes(of: Opened(descriptor: file.descriptor, size: min(count, file.size), mode: file.mode), path)
  }

  /// Gives a file another name in the same folder, in place of what has it, and syncs the folder.
  ///
  /// - Throws: `FileError`.
  package static func rename(_ path: String, to name: String) throws(FileError) {
    guard Foundation.rename(path, name) == 0 else { throw .system("cannot create", name) }
    let folder = PathName.folder(of: name)
    try synchronise(folder: folder.isEmpty ? "." : folder)
  }

  /// A plain file that is open for reading.
  struct Opened {
    let descriptor: Int32
    let size: Int
    let mode: UInt16
  }

  /// Opens a plain file; the caller closes its descriptor.
  static func open(_ path: String, limit: Int) throws(FileError) -> Opened {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("cannot open", path) }
    do throws(FileError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw FileError.system("cannot look at", path) }
      guard status.st_mode & S_IFMT == S_IFREG else { throw FileError.failed("\(path) is not a plain file") }
      let size = Int(status.st_size)
      guard size <= limit else { throw FileError.tooLong("\(path) has \(size) bytes, more than \(limit)") }
      return Opened(descriptor: descriptor, size: size, mode: UInt16(truncatingIfNeeded: status.st_mode))
    } catch {
      close(descriptor)
      throw error
    }
  }

  static func bytes(of file: Opened, _ path: String) throws(FileError) -> [UInt8] {
    var failed: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: file.size) { buffer, count in
      while count < file.size, let base = buffer.baseAddress {
        let got = Foundation.read(file.descriptor, base + count, file.size - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failed = .system("cannot read", path) }
        if got <= 0 { break }
        count += got
      }
    }
    if let failed { throw failed }
    return bytes
  }

  /// Whether a folder, or a link to one, has that name.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether something has that name, be it a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  // MARK: - Writing

  /// Writes `bytes` to `path` in one step.
  ///
  /// - Parameters:
  ///   - permissions: of the new file, for example those of the input; as the process' mask says by default.
  ///   - verify: gets the path of the temporary file when it is safely on disk; an error from it stops the write.
  /// - Throws: `FileError`, or what `verify` throws. No temporary file is left in either case.
  package static func write(
    _ bytes: [UInt8], to path: String, existing: Existing = .refuse, permissions: Permissions = .standard,
    verify: (_ temporary: String) throws -> Void = { _ in }
  ) throws {
    if existing == .refuse, exists(path) { throw FileError.failed("\(path) exists already") }
    let temporary = try Temporary.create(beside: path, permissions)
    defer { Temporary.remove(temporary) }
    try fill(temporary, bytes, permissions, for: path)
    try verify(temporary)
    if existing == .refuse {
      // A link, unlike a rename, fails when another program made the target meanwhile.
      if link(temporary, path) != 0 {
        guard errno == EPERM || errno == ENOTSUP || errno == EOPNOTSUPP, !exists(path) else {
          throw FileError.system("cannot create", path)
        }
        guard Foundation.rename(temporary, path) == 0 else { throw FileError.system("cannot create", path) }
      }
    } else {
      guard Foundation.rename(temporary, path) == 0 else { throw FileError.system("cannot replace", path) }
    }
    let folder = PathName.folder(of: path)
    try synchronise(folder: folder.isEmpty ? "." : folder)
  }

  /// Finds out without writing whether a file could be written: in its folder, or where that is to be made.
  ///
  /// - Throws: `FileError`.
  package static func demandWritable(beside path: String) throws(FileError) {
    var folder = PathName.folder(of: path)
    while !folder.isEmpty, folder != "/", !exists(folder) { folder = PathName.folder(of: folder) }
    let place = folder.isEmpty ? "." : folder
    var status = stat()
    guard stat(place, &status) == 0 else { throw .system("cannot write into", place) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .system("cannot write into \(place)", reason: ENOTDIR)
    }
    guard access(place, W_OK | X_OK) == 0 else { throw .system("cannot write into", place) }
  }

  /// Removes every temporary file of this process that still exists: for the end of an interrupted run.
  package static func removeLiveTemporaries() { Temporary.removeLive() }

  /// Removes temporary files in a folder whose process lives no more, and those of other machines after a day.
  ///
  /// - Returns: the names of removed files, sorted.
  @discardableResult
  package static func clearStaleTemporaries(in folder: String) -> [String] { Temporary.clearStale(in: folder) }

  /// - Parameter path: the target, which errors name.
  private static func fill(
    _ temporary: String, _ bytes: [UInt8], _ permissions: Permissions, for path: String
  ) throws(FileError) {
    let descriptor = Foundation.open(temporary, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("cannot open", path) }
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { all in
        Foundation.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw .system("cannot write", path) }
      done += wrote
    }
    if case .exactly(let mode) = permissions, fchmod(descriptor, mode_t(mode)) != 0 {
      throw .system("cannot set the permissions of", path)
    }
    guard fsync(descriptor) == 0 else { throw .system("cannot sync", path) }
  }

  static func synchronise(folder: String) throws(FileError) {
    let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("cannot open", folder) }
    defer { close(descriptor) }
    // Some network file systems cannot sync a folder; the file itself is safe.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw .system("cannot sync", folder) }
  }
}
