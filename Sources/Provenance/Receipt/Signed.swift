import Foundation

/// A JSON document with a signature in it: `{"algorithm","document","key","signature","type"}` in canonical form. Signed is
/// the canonical form of all but the signature, so that no part can be exchanged for another.
package struct Signed: Sendable, Equatable {
  /// What kind of document, such as `lacquer-receipt-1`.
  package let type: String
  package let document: JSONValue
  /// The public key in Base64. Whose it is, is for the reader to know.
  package let key: String
  package let signature: [UInt8]

  private static let algorithm = "Ed25519"

  /// Signs a document.
  ///
  /// - Throws: `ReceiptError`.
  package init(_ document: JSONValue, type: String, with key: SigningKey) throws(ReceiptError) {
    self.type = type
    self.document = document
    self.key = key.verifyingKey.text
    signature = try key.sign(Self.payload(type, document, self.key))
  }

  /// Reads a signed document; whether its signature holds is for `isValid` to say.
  ///
  /// - Throws: `ReceiptError` when the bytes are no such document.
  package init(_ bytes: [UInt8]) throws(ReceiptError) {
    let value = try CanonicalJSON.decode(bytes)
    guard case .object(let members) = value,
      members.keys.sorted() == ["algorithm", "document", "key", "signature", "type"],
      members["algorithm"]?.text == Self.algorithm, let type = members["type"]?.text,
      let document = members["document"], let key = members["key"]?.text,
      let signature = members["signature"]?.text.flatMap({ Data(base64Encoded: $0) })
    else { throw .format("it is no signed document of Lacquer") }
    self.type = type
    self.document = document
    self.key = key
    self.signature = Array(signature)
  }

  /// As a file, with a final line break.
  package func encoded() throws(ReceiptError) -> [UInt8] {
    guard case .object(var members) = Self.members(type, document, key) else { return [] }
    members["signature"] = .string(Data(signature).base64EncodedString())
    return try CanonicalJSON.encode(.object(members)) + [10]
  }

  /// Whether the signature was made by `key` over exactly this document.
  package var isValid: Bool {
    guard let key = try? VerifyingKey(text: key), let payload = try? Self.payload(type, document, self.key) else {
      return false
    }
    return key.isValid(signature, for: payload)
  }

  private static func members(_ type: String, _ document: JSONValue, _ key: String) -> JSONValue {
    .object(["algorithm": .string(algorithm), "document": document, "key": .string(key), "type": .string(type)])
  }

  private static func payload(_ type: String, _ document: JSONValue, _ key: String) throws(ReceiptError) -> [UInt8] {
    try CanonicalJSON.encode(members(type, document, key))
  }
}
