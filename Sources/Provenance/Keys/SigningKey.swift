import Crypto
import Files
import Foundation

/// An Ed25519 key that signs receipts (RFC 8032), kept as PEM that OpenSSL reads too (PKCS#8, RFC 8410).
package struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  /// What stands before the 32 bytes of a private key (RFC 8410, 7).
  private static let privateHead: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// A new random key.
  package init() { key = Curve25519.Signing.PrivateKey() }

  /// - Parameter pem: "BEGIN PRIVATE KEY", as `pem` or `openssl genpkey -algorithm ed25519` writes it.
  /// - Throws: `ReceiptError.key`.
  package init(pem: String) throws(ReceiptError) {
    let der = try PEM.decode(pem, label: "PRIVATE KEY")
    guard der.count == Self.privateHead.count + 32, der.starts(with: Self.privateHead),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der.suffix(32))
    else { throw .key("the key is not an Ed25519 private key: make one with `lacquer keys create`") }
    self.key = key
  }

  package var pem: String { PEM.encode(Self.privateHead + Array(key.rawRepresentation), label: "PRIVATE KEY") }

  package var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

  /// 64 bytes.
  ///
  /// - Throws: `ReceiptError.key` if the system has no randomness.
  package func sign(_ bytes: [UInt8]) throws(ReceiptError) -> [UInt8] {
    guard let signature = try? key.signature(for: bytes) else { throw .key("cannot sign") }
    return Array(signature)
  }
}

/// The public half of a `SigningKey`.
package struct VerifyingKey: Sendable {
  private let key: Curve25519.Signing.PublicKey
  private static let publicHead: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

  fileprivate init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

  /// - Parameter text: 32 bytes in Base64, or a PEM "PUBLIC KEY".
  /// - Throws: `ReceiptError.key`.
  package init(text: String) throws(ReceiptError) {
    var raw = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? Data()
    if text.contains("BEGIN PUBLIC KEY") {
      let der = try PEM.decode(text, label: "PUBLIC KEY")
      guard der.starts(with: Self.publicHead) else { throw .key("the key is not an Ed25519 public key") }
      raw = Data(der.dropFirst(Self.publicHead.count))
    }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else {
      throw .key("\"\(text.prefix(60))\" is no Ed25519 public key: see `lacquer keys show`")
    }
    guard !Self.hasSmallOrder(Array(raw)) else {
      throw .key("\"\(text.prefix(60))\" is a key under which anything is signed: whoever gave it means to deceive")
    }
    self.key = key
  }

  /// The y coordinates, least byte first, of the points whose order divides 8, and the two of them that have a second
  /// encoding. Signatures of such keys can be made for any text without a secret (Chalkias, Garillot and Nikolaenko, "Taming
  /// the many EdDSAs", 2020).
  private static let smallOrders =
    [
      String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] + ["ec", "ed", "ee"].map { $0 + String(repeating: "ff", count: 30) + "7f" }

  private static func hasSmallOrder(_ raw: [UInt8]) -> Bool {
    // The highest bit is the sign of x.
    let y = raw.dropLast() + raw.suffix(1).map { $0 & 0x7F }
    return smallOrders.contains(Hex.encode(y))
  }

  /// 32 bytes in Base64.
  package var text: String { key.rawRepresentation.base64EncodedString() }

  package var pem: String { PEM.encode(Self.publicHead + Array(key.rawRepresentation), label: "PUBLIC KEY") }

  package func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: bytes)
  }
}

/// Base64 between lines that say what it is (RFC 7468).
enum PEM {
  static func encode(_ bytes: [UInt8], label: String) -> String {
    let lines = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    return "-----BEGIN \(label)-----\n\(lines)\n-----END \(label)-----\n"
  }

  static func decode(_ text: String, label: String) throws(ReceiptError) -> [UInt8] {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    guard let start = lines.firstIndex(of: "-----BEGIN \(label)-----"),
      let end = lines[start...].firstIndex(of: "-----END \(label)-----"),
      let data = Data(base64Encoded: lines[(start + 1)..<end].joined())
    else { throw .key("the file holds no \(label) in PEM") }
    return Array(data)
  }
}
