import Crypto
import Files
import SwiftASN1

/// What a time-stamping authority answered (RFC 3161, 2.4.2), as far as it can be read without knowing the authority: the
/// time, and what was stamped. Whether the authority's own signature holds is for a program that has its certificate:
/// `openssl ts -verify -data FILE -in FILE.tsr -CAfile CA.pem`.
package struct TimestampResponse: Sendable {
  /// ISO 8601, UTC, in seconds.
  package let time: String
  /// The hash that was stamped.
  package let imprint: [UInt8]
  /// The authority's policy, dotted.
  package let policy: String
  /// Serial number, hex.
  package let serial: String

  private static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 7, 2]
  private static let timestampInfo: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 9, 16, 1, 4]

  /// - Parameter bytes: the content of a .tsr file.
  /// - Throws: `ReceiptError.timestamp` for anything but a granted response over a SHA-256.
  package init(_ bytes: [UInt8]) throws(ReceiptError) {
    do {
      let info = try Self.info(bytes)
      self = try DER.sequence(DER.parse(info), identifier: .sequence, Self.init(infoNodes:))
    } catch let error as ReceiptError {
      throw error
    } catch {
      throw .timestamp("the response is damaged: \(error)")
    }
  }

  /// Whether these bytes were stamped.
  package func covers(_ sealed: [UInt8]) -> Bool { imprint == Array(SHA256.hash(data: sealed)) }

  private init(infoNodes nodes: inout ASN1NodeCollection.Iterator) throws {
    _ = try Int(derEncoded: &nodes)
    policy = try ASN1ObjectIdentifier(derEncoded: &nodes).description
    imprint = try DER.sequence(Self.next(&nodes), identifier: .sequence) { imprint in
      let algorithm = try DER.sequence(Self.next(&imprint), identifier: .sequence) { nodes in
        let algorithm = try ASN1ObjectIdentifier(derEncoded: &nodes)
        while nodes.next() != nil {}
        return algorithm
      }
      guard algorithm == TimestampRequest.sha256 else {
        throw ReceiptError.timestamp("it stamps another hash than SHA-256")
      }
      return try Array(ASN1OctetString(derEncoded: &imprint).bytes)
    }
    serial = Hex.encode(try Array(ArraySlice<UInt8>(derEncoded: &nodes)))
    let time = try GeneralizedTime(derEncoded: &nodes)
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    self.time =
      "\(time.year)-\(two(time.month))-\(two(time.day))T\(two(time.hours)):\(two(time.minutes)):\(two(time.seconds))Z"
    while nodes.next() != nil {}
  }

  private static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
    guard let node = nodes.next() else { throw ReceiptError.timestamp("the response is cut off") }
    return node
  }

  /// The bytes of TSTInfo out of status, ContentInfo and SignedData.
  private static func info(_ bytes: [UInt8]) throws -> [UInt8] {
    try DER.sequence(DER.parse(bytes), identifier: .sequence) { nodes in
      let status = try DER.sequence(next(&nodes), identifier: .sequence) { status in
        let code = try Int(derEncoded: &status)
        while status.next() != nil {}
        return code
      }
      // 0 granted, 1 granted with modifications.
      guard status == 0 || status == 1 else { throw ReceiptError.timestamp("the authority refused (status \(status))") }
      guard let token = nodes.next() else { throw ReceiptError.timestamp("the response holds no token") }
      return try DER.sequence(token, identifier: .sequence) { content in
        guard try ASN1ObjectIdentifier(derEncoded: &content) == signedData else {
          throw ReceiptError.timestamp("the token is not signed data")
        }
        return try DER.explicitlyTagged(&content, tagNumber: 0, tagClass: .contextSpecific) { node in
          try DER.sequence(node, identifier: .sequence, encapsulated)
        }
      }
    }
  }

  private static func encapsulated(_ signed: inout ASN1NodeCollection.Iterator) throws -> [UInt8] {
    _ = try Int(derEncoded: &signed)
    _ = signed.next()  // digest algorithms
    let info = try DER.sequence(next(&signed), identifier: .sequence) { content in
      guard try ASN1ObjectIdentifier(derEncoded: &content) == timestampInfo else {
        throw ReceiptError.timestamp("the token is no timestamp")
      }
      return try DER.explicitlyTagged(&content, tagNumber: 0, tagClass: .contextSpecific) { node in
        try Array(ASN1OctetString(derEncoded: node).bytes)
      }
    }
    while signed.next() != nil {}
    return info
  }
}
