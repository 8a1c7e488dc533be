import Crypto
import SwiftASN1

/// A request to a time-stamping authority (RFC 3161, 2.4.1): the SHA-256 of some bytes and a nonce. Sent by any program:
/// `curl -H "Content-Type: application/timestamp-query" --data-binary @x.tsq URL -o x.tsr`.
package struct TimestampRequest: Sendable {
  static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]

  /// DER, the content of a .tsq file.
  package let bytes: [UInt8]

  /// - Parameters:
  ///   - sealed: what is to be stamped.
  ///   - nonce: comes back in the response.
  /// - Throws: `ReceiptError.timestamp`, only if DER cannot hold the request.
  package init(for sealed: [UInt8], nonce: UInt64 = .random(in: 1...UInt64(Int64.max))) throws(ReceiptError) {
    var serializer = DER.Serializer()
    do {
      try serializer.appendConstructedNode(identifier: .sequence) { request in
        try request.serialize(1)
        try request.appendConstructedNode(identifier: .sequence) { imprint in
          try imprint.appendConstructedNode(identifier: .sequence) { algorithm in
            try algorithm.serialize(Self.sha256)
            try algorithm.serialize(ASN1Null())
          }
          try imprint.serialize(ASN1OctetString(contentBytes: Array(SHA256.hash(data: sealed))[...]))
        }
        try request.serialize(nonce)
        // The authority's certificate is wanted: without it nobody can check the response later.
        try request.serialize(true)
      }
    } catch {
      throw .timestamp("cannot encode the request: \(error)")
    }
    bytes = serializer.serializedBytes
  }
}
