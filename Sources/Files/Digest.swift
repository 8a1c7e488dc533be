import Crypto
import Foundation

/// SHA-256 hashes (FIPS 180-4) as lower-case hexadecimal digits.
package enum Digest {
  /// 64 digits.
  package static func sha256(_ bytes: some DataProtocol) -> String {
    Hex.encode(SHA256.hash(data: bytes))
  }

  /// A hash over bytes that come piece by piece.
  package struct Running {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: some DataProtocol) { hash.update(data: bytes) }

    /// 64 digits, of everything that was added.
    package var sha256: String { Hex.encode(hash.finalize()) }
  }
}
