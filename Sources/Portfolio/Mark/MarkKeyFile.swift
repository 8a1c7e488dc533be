import Foundation
import ImageCodec
import Receipts
import Watermark

/// Files of secret mark keys: 64 hexadecimal digits on one line, mode 0600.
public enum MarkKeyFile {
  /// Makes a new key in a new file.
  ///
  /// - Throws: `ReceiptError.key`, also when the file exists.
  public static func create(at path: String) throws(ReceiptError) -> MarkKey {
    let key = MarkKey.random()
    try SecretFile.create(key.bytes.map { String(format: "%02x", $0) }.joined() + "\n", at: path)
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
