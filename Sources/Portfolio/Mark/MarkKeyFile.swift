import Foundation
import ImageCodec
import Protection
import Receipts
import Watermark

/// Files of secret mark keys: 64 hexadecimal digits on one line, mode 0600.
public enum MarkKeyFile {
  /// `${XDG_DATA_HOME:-~/.local/share}/lacquer/keys/mark.key`: the key that is used where none is named.
  public static var standardPath: String {
    ((KeyFile.standardPath as NSString).deletingLastPathComponent as NSString).appendingPathComponent("mark.key")
  }

  /// Makes a new key in a new file.
  ///
  /// - Throws: `ReceiptError.key`, also when the file exists.
  public static func create(at path: String) throws(ReceiptError) -> MarkKey {
    let key = MarkKey.random()
    try SecretFile.create(Digest.hex(key.bytes) + "\n", at: path)
    return key
  }

  /// The user's own key, or the published one where there is none.
  ///
  /// - Throws: as `read`.
  public static func standard() throws -> MarkKey {
    FileManager.default.fileExists(atPath: standardPath) ? try read(standardPath) : .published
  }

  /// The keys to look for in a picture of unknown history: the user's own, if there is one, and the published one.
  ///
  /// - Throws: as `read`.
  public static func known() throws -> [MarkKey] {
    let own = try standard()
    return own == .published ? [own] : [own, .published]
  }

  /// Reads a key.
  ///
  /// - Throws: `ImageCodecError.file`, `PortfolioError.invalidKey`, `.openKey` when others may read the file.
  public static func read(_ path: String) throws -> MarkKey {
    let text = String(decoding: try AtomicFile.read(path, limit: 1 << 16), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let digits = Array(text)
    let bytes = stride(from: 0, to: digits.count - digits.count % 2, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    guard digits.count == 2 * MarkKey.byteCount, let key = try? MarkKey(bytes: bytes) else {
      throw PortfolioError.invalidKey(path)
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else { throw PortfolioError.openKey(path) }
    return key
  }
}
