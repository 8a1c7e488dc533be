import Foundation

/// The file of a private key: readable by its owner only.
public enum KeyFile {
  /// `${XDG_DATA_HOME:-~/.local/share}/lacquer/keys/receipts.pem`.
  public static var standardPath: String {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() + "/.local/share"
    return home + "/lacquer/keys/receipts.pem"
  }

  /// Writes a key to a new file with mode 0600, in a folder with mode 0700 if that has to be made.
  ///
  /// - Throws: `ReceiptError.key`, also when the file exists: a key that is gone cannot sign again.
  public static func create(_ key: SigningKey, at path: String) throws(ReceiptError) {
    try SecretFile.create(key.pem, at: path)
  }

  /// Reads a key.
  ///
  /// - Throws: `ReceiptError.key`, also when others may read the file.
  public static func read(_ path: String) throws(ReceiptError) -> SigningKey {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .key("no key at \(path): make one with `lacquer keys create`")
    }
    guard status.st_mode & 0o077 == 0 else { throw .key("others may read the key \(path): run chmod 600 \(path)") }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .key("cannot read \(path)") }
    return try SigningKey(pem: text)
  }

  /// A public key from its text, Base64 or PEM, or from a file that holds it.
  ///
  /// - Throws: `ReceiptError.key`.
  public static func readPublic(_ textOrPath: String) throws(ReceiptError) -> VerifyingKey {
    try VerifyingKey(text: (try? String(contentsOfFile: textOrPath, encoding: .utf8)) ?? textOrPath)
  }
}
