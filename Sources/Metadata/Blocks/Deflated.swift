import CShims
import Foundation

/// zlib streams inside chunks.
enum Deflated {
  /// - Parameter limit: the longest result that is accepted.
  /// - Returns: `nil` for a damaged stream or a result over the limit.
  static func unpack(_ bytes: some Collection<UInt8>, limit: Int) -> [UInt8]? {
    var log = lacquer_log()
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let isSound = Array(bytes).withUnsafeBufferPointer {
      lacquer_inflate($0.baseAddress, $0.count, limit, &out, &count, &log)
    }
    defer { free(out) }
    guard isSound == 1 else { return nil }
    return Array(UnsafeBufferPointer(start: out, count: count))
  }

  static func pack(_ bytes: [UInt8]) -> [UInt8]? {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let isPacked = bytes.withUnsafeBufferPointer { lacquer_deflate($0.baseAddress, $0.count, &out, &count) }
    defer { free(out) }
    guard isPacked == 1 else { return nil }
    return Array(UnsafeBufferPointer(start: out, count: count))
  }
}
