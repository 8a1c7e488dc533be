/// A Merkle tree over leaves that come one by one (RFC 9162, 2.1.1), which keeps no more than one hash a level: its root, and the
/// way from one of its leaves to the root.
package struct MerkleAccumulator: Sendable {
  /// A tree with as many leaves as a power of two.
  private struct Subtree {
    let start: Int
    let count: Int
    let hash: [UInt8]

    func contains(_ index: Int?) -> Bool { index.map { $0 >= start && $0 < start + count } ?? false }
  }

  /// From the left, each smaller than the one before.
  private var subtrees: [Subtree] = []
  private var path: [[UInt8]] = []
  /// The leaf whose way to the root is noted.
  private let proven: Int?
  package private(set) var count = 0

  /// - Parameter index: the leaf that is to be proven, if any.
  package init(proving index: Int? = nil) {
    proven = index
  }

  /// Adds a leaf.
  package mutating func add(_ leaf: [UInt8]) {
    var last = Subtree(start: count, count: 1, hash: MerkleTree.leafHash(leaf))
    count += 1
    while let left = subtrees.last, left.count == last.count {
      subtrees.removeLast()
      last = Self.joined(left, last, proven, &path)
    }
    subtrees.append(last)
  }

  /// The root, 32 bytes, and the hashes beside the way from the proven leaf to it, from the leaf on.
  ///
  /// - Throws: `ReceiptError.format` without leaves.
  package func close() throws(ReceiptError) -> (root: [UInt8], path: [[UInt8]]) {
    guard var tree = subtrees.last else { throw .format("there is nothing to seal") }
    var path = path
    for left in subtrees.dropLast().reversed() { tree = Self.joined(left, tree, proven, &path) }
    return (tree.hash, path)
  }

  private static func joined(_ left: Subtree, _ right: Subtree, _ proven: Int?, _ path: inout [[UInt8]]) -> Subtree {
    if left.contains(proven) { path.append(right.hash) }
    if right.contains(proven) { path.append(left.hash) }
    return Subtree(
      start: left.start, count: left.count + right.count, hash: MerkleTree.nodeHash(left.hash, right.hash))
  }
}
