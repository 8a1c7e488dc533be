import Foundation
import ImageCodec
import Watermark

/// Files of secret mark keys: 64 hexadecimal digits on one line, mode 0600.
public enum MarkKeyFile {
  /// Makes a new key in a new file.
  ///
  /// - Throws: `PortfolioError.exists`, `.cannotWrite`.
  public static func create(at path: String) throws(PortfolioError) -> MarkKey {
    let key = MarkKey.random()
    let text = key.bytes.map { String(format: "%02x", $0) }.joined() + "\n"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw .exists(path) }
      throw .cannotWrite(path, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let wrote = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard wrote == text.utf8.count, fsync(descriptor) == 0 else {
      throw .cannotWrite(path, String(cString: strerror(errno)))
    }
    return key
  }

  /// Reads a key.
  ///
  /// - Throws: `ImageCodecError.file`, `PortfolioError.invalidKey`.
  public static func read(_ path: String) throws -> MarkKey {
    let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let digits = Array(text)
    let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    guard digits.count == 2 * MarkKey.byteCount, let key = try? MarkKey(bytes: bytes) else {
      throw PortfolioError.invalidKey(path)
    }
    return key
  }
}
