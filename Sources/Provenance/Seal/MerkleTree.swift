import Crypto

/// A Merkle tree over byte strings (RFC 9162, 2.1): one hash for all of them, and short proofs that one is among them.
package struct MerkleTree: Sendable {
  /// All levels, leaves first. A node without a neighbour rises as it is, which gives the tree of the RFC.
  private let levels: [[[UInt8]]]

  /// - Parameter leaves: at least one.
  /// - Throws: `ReceiptError.format` without leaves.
  package init(_ leaves: [[UInt8]]) throws(ReceiptError) {
    guard !leaves.isEmpty else { throw .format("there is nothing to seal") }
    var levels = [leaves.map(Self.leafHash)]
    while let last = levels.last, last.count > 1 {
      levels.append(
        stride(from: 0, to: last.count, by: 2).map { index in
          index + 1 < last.count ? Self.nodeHash(last[index], last[index + 1]) : last[index]
        })
    }
    self.levels = levels
  }

  /// 32 bytes.
  package var root: [UInt8] { levels.last?.first ?? [] }
  package var count: Int { levels[0].count }

  /// The hashes beside the way from a leaf to the root, from the leaf on.
  package func proof(of index: Int) -> [[UInt8]] {
    guard levels[0].indices.contains(index) else { return [] }
    var at = index
    var path: [[UInt8]] = []
    for level in levels.dropLast() {
      let neighbour = at ^ 1
      if neighbour < level.count { path.append(level[neighbour]) }
      at /= 2
    }
    return path
  }

  /// Whether a leaf is at `index` of a tree with `count` leaves and this root (RFC 9162, 2.1.3.2).
  package static func isProven(
    leaf: [UInt8], index: Int, count: Int, path: [[UInt8]], root: [UInt8]
  ) -> Bool {
    guard index >= 0, index < count else { return false }
    var (at, last) = (index, count - 1)
    var hash = leafHash(leaf)
    for neighbour in path {
      guard last > 0 else { return false }
      if at % 2 == 1 || at == last {
        hash = nodeHash(neighbour, hash)
        while at % 2 == 0, at != 0 {
          at /= 2
          last /= 2
        }
      } else {
        hash = nodeHash(hash, neighbour)
      }
      at /= 2
      last /= 2
    }
    return last == 0 && hash == root
  }

  static func leafHash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: [0] + bytes)) }
  static func nodeHash(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: [1] + left + right)) }
}
