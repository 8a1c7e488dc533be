import Files
import Foundation
import ImageCodec
import Protection
import Provenance
import Watermark

/// Files of secret mark keys: 64 hexadecimal digits on one line, mode 0600.
package enum MarkKeyFile {
  /// `keys/mark.key` in Lacquer's data folder: the key that is used where none is named.
  package static var standardPath: String { DataFolder.path("keys/mark.key") }

  /// Makes a new key in a new file.
  ///
  /// - Throws: `FileError`, also when the file exists.
  package static func create(at path: String) throws(FileError) -> MarkKey {
    let key = MarkKey.random()
    try SecretFile.create(Hex.encode(key.bytes) + "\n", at: path)
    return key
  }

  /// The user's own key, or the published one where there is none.
  ///
  /// - Throws: as `read`, also when a key may be there but cannot be reached: whoever has a key of their own never marks
  ///   with the published one without knowing.
  package static func standard() throws -> MarkKey {
    try SecretFile.isAbsent(standardPath) ? .published : read(standardPath)
  }

  /// The keys to look for in a picture of unknown history: the user's own, if there is one, and the published one.
  ///
  /// - Throws: as `read`.
  package static func known() throws -> [MarkKey] {
    let own = try standard()
    return own == .published ? [own] : [own, .published]
  }

  /// Reads a key.
  ///
  /// - Throws: `FileError`, also when others may read the file; `PortfolioError.invalidKey`.
  package static func read(_ path: String) throws -> MarkKey {
    let text = try SecretFile.read("mark key", at: path).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Hex.decode(text.lowercased()), let key = try? MarkKey(bytes: bytes) else {
      throw PortfolioError.invalidKey(path)
    }
    return key
  }
}
