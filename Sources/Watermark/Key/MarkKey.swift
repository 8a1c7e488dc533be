import Crypto
import Foundation

/// The 256-bit secret that decides where a mark lies and how it looks; without it a mark can be neither read nor aimed at.
package struct MarkKey: Sendable, Equatable {
  /// How many bytes a key has.
  package static let byteCount = 32

  /// The key's bytes. Whoever has them can read, forge and remove the marks made with them.
  package let bytes: [UInt8]

  /// A key of bytes that exist already.
  ///
  /// - Throws: ``WatermarkError/wrongKeyLength(_:)`` unless there are exactly ``byteCount``.
  package init(bytes: [UInt8]) throws {
    guard bytes.count == Self.byteCount else { throw WatermarkError.wrongKeyLength(bytes.count) }
    self.bytes = bytes
  }

  private init(digestOf name: String) {
    bytes = Array(SHA256.hash(data: Data(name.utf8)))
  }

  /// A new key from the system's secure random numbers.
  package static func random() -> MarkKey {
    var generator = SystemRandomNumberGenerator()
    return MarkKey(unchecked: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The published key, for marks that anyone may read (and that anyone who tries may remove): the SHA-256 digest of the
  /// text `lacquer public mark key 1`.
  package static let published = MarkKey(digestOf: "lacquer public mark key 1")

  /// Random numbers for one purpose; different purposes share nothing (HKDF, RFC 5869).
  package func stream(_ purpose: String) -> KeyStream {
    let seed = HKDF<SHA256>.expand(
      pseudoRandomKey: SymmetricKey(data: bytes), info: Data("lacquer/mark/1/\(purpose)".utf8), outputByteCount: 32)
    return KeyStream(seed: seed)
  }
}
