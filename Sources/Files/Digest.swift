import Crypto
import Foundation

/// SHA-256 hashes (FIPS 180-4) as lower-case hexadecimal digits.
package enum Digest {
  /// 64 digits.
  package static func sha256(_ bytes: some DataProtocol) -> String {
    Hex.encode(SHA256.hash(data: bytes))
  }
}
