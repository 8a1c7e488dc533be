import Foundation

/// Files of secrets, for their owner's eyes only.
package enum SecretFile {
  /// Writes a text to a new file with mode 0600, in a folder with mode 0700 if that has to be made: all of it, or no file.
  ///
  /// - Throws: `FileError.secret` when the file exists, since a key that is gone cannot be had again; `.failed`.
  package static func create(_ text: String, at path: String) throws(FileError) {
    let folder = PathName.folder(of: path)
    if !folder.isEmpty {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    do {
      try AtomicFile.write(Array(text.utf8), to: path, permissions: .exactly(0o600))
    } catch let error as FileError {
      if AtomicFile.exists(path) { throw .secret("\(path) exists already: keep it, or name another file") }
      throw error
    } catch {
      throw .failed("cannot write \(path): \(FileError.reason(of: error))")
    }
  }

  /// Reads a text that only its owner may read.
  ///
  /// - Parameter what: the secret's name, for messages.
  /// - Throws: `FileError.secret` when others may read the file; `.failed`, `.tooLong` (64 KiB).
  package static func read(_ what: String, at path: String) throws(FileError) -> String {
    let file = try AtomicFile.open(path, limit: 1 << 16)
    defer { close(file.descriptor) }
    guard file.mode & 0o077 == 0 else { throw .secret("others may read the \(what) \(path): run chmod 600 \(path)") }
    return String(decoding: try AtomicFile.bytes(of: file, path), as: UTF8.self)
  }

  /// Whether nothing has that name. A link that leads nowhere, or a folder that may not be searched, is something: a secret
  /// may be there that cannot be reached.
  package static func isAbsent(_ path: String) -> Bool {
    var status = stat()
    var prefix = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      prefix += "/" + part
      if lstat(prefix, &status) != 0 { return errno == ENOENT }
      if stat(prefix, &status) != 0 { return false }
    }
    return false
  }
}
