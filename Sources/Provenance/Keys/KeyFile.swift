import Files

/// The file of a private key: readable by its owner only.
package enum KeyFile {
  /// `keys/receipts.pem` in Lacquer's data folder.
  package static var standardPath: String { DataFolder.path("keys/receipts.pem") }

  /// Writes a key to a new file with mode 0600, in a folder with mode 0700 if that has to be made.
  ///
  /// - Throws: `FileError`, also when the file exists: a key that is gone cannot sign again.
  package static func create(_ key: SigningKey, at path: String) throws(FileError) {
    try SecretFile.create(key.pem, at: path)
  }

  /// The public half of the user's own key; `nil` where there is none.
  ///
  /// - Throws: as `read`, also when a key may be there but cannot be reached.
  package static func standard() throws -> VerifyingKey? {
    try SecretFile.isAbsent(standardPath) ? nil : read(standardPath).verifyingKey
  }

  /// Reads a key.
  ///
  /// - Throws: `FileError`, also when others may read the file; `ReceiptError.key` when it holds none.
  package static func read(_ path: String) throws -> SigningKey {
    guard !SecretFile.isAbsent(path) else {
      throw FileError.secret("no key at \(path): make one with `lacquer keys create`")
    }
    let pem = try SecretFile.read("key", at: path)
    do {
      return try SigningKey(pem: pem)
    } catch {
      throw ReceiptError.key("\(path): \(error)")
    }
  }

  /// A public key from its text, Base64 or PEM, or from a file that holds it.
  ///
  /// - Throws: `ReceiptError.key`.
  package static func readPublic(_ textOrPath: String) throws(ReceiptError) -> VerifyingKey {
    try VerifyingKey(text: (try? String(contentsOfFile: textOrPath, encoding: .utf8)) ?? textOrPath)
  }
}
