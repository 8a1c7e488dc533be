import Foundation

/// Files of secrets, for their owner's eyes only.
public enum SecretFile {
  /// Writes a text to a new file with mode 0600, in a folder with mode 0700 if that has to be made.
  ///
  /// - Throws: `ReceiptError.key`, also when the file exists: a key that is gone cannot be had again.
  public static func create(_ text: String, at path: String) throws(ReceiptError) {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw .key("\(path) exists already: keep it, or name another file") }
      throw .key("cannot create \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let wrote = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard wrote == bytes.count, fsync(descriptor) == 0 else {
      throw .key("cannot write \(path): \(String(cString: strerror(errno)))")
    }
  }
}
