import SwiftASN1

/// What a private key in PKCS#8 says of itself (RFC 5958).
package enum PrivateKeyInfo {
  /// The name that C2PA (2.2, 13.2) gives the signatures of a key, by the object identifier of its algorithm: Ed25519
  /// (RFC 8410), or RSA and RSASSA-PSS (RFC 8017).
  ///
  /// - Returns: `nil` for another algorithm, and for what is no key.
  package static func signatureAlgorithm(pem: String) -> String? {
    let documents = (try? PEMDocument.parseMultiple(pemString: pem)) ?? []
    guard let document = documents.first(where: { $0.discriminator == "PRIVATE KEY" }),
      let root = try? DER.parse(document.derBytes), let identifier = try? algorithm(of: root)
    else { return nil }
    switch identifier {
    case [1, 3, 101, 112]: return "ed25519"
    case [1, 2, 840, 113_549, 1, 1, 1], [1, 2, 840, 113_549, 1, 1, 10]: return "ps256"
    default: return nil
    }
  }

  /// `SEQUENCE { version INTEGER, algorithm SEQUENCE { OBJECT IDENTIFIER, … }, … }`.
  private static func algorithm(of root: ASN1Node) throws -> ASN1ObjectIdentifier {
    try DER.sequence(root, identifier: .sequence) { fields in
      _ = try Int(derEncoded: &fields)
      guard let node = fields.next() else { throw ASN1Error.invalidASN1Object(reason: "no algorithm") }
      let identifier = try DER.sequence(node, identifier: .sequence) { algorithm in
        let identifier = try ASN1ObjectIdentifier(derEncoded: &algorithm)
        while algorithm.next() != nil {}
        return identifier
      }
      while fields.next() != nil {}
      return identifier
    }
  }
}
