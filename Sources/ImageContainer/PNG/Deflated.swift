import CImageFences
import Foundation

/// zlib streams in memory.
package enum Deflated {
  /// - Throws: `MetadataError.deflate` for a broken stream or one of more than `limit` bytes.
  package static func unpack(_ bytes: some Collection<UInt8>, limit: Int) throws(MetadataError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let packed = Array(bytes)
    _ = try lacquer_log.fenced(MetadataError.deflate) { log in
      packed.withUnsafeBufferPointer { lacquer_inflate($0.baseAddress, $0.count, limit, &out, &count, &log) }
    }
    return adopt(out, count: count)
  }

  /// `nil` only without memory.
  package static func pack(_ bytes: [UInt8]) -> [UInt8]? {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let isPacked = bytes.withUnsafeBufferPointer { lacquer_deflate($0.baseAddress, $0.count, &out, &count) }
    guard isPacked == 1 else { return nil }
    return adopt(out, count: count)
  }
}
