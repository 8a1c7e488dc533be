import Foundation
import Provenance
import Testing

/// Seals over lines, whose tree is built without keeping it.
@Suite struct LineSealTests {
  private func leaves(_ count: Int) -> [[UInt8]] { (0..<count).map { LineSeal.leaf(Array("line \($0)".utf8)) } }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 100])
  func theTreeIsThatOfAllLeaves(_ count: Int) throws {
    let leaves = leaves(count)
    let tree = try MerkleTree(leaves)
    for index in 0..<count {
      var running = MerkleAccumulator(proving: index)
      for leaf in leaves { running.add(leaf) }
      let (root, path) = try running.close()
      #expect(root == tree.root)
      #expect(path == tree.proof(of: index))
      #expect(MerkleTree.isProven(leaf: leaves[index], index: index, count: count, path: path, root: root))
    }
  }

  @Test func withoutLinesThereIsNoSeal() {
    #expect(throws: ReceiptError.self) { try MerkleAccumulator().close() }
  }

  /// A receipt is the same leaf as a line and as a file of its own.
  @Test func aLeafHasItsLineBreak() {
    let digits = LineSeal.leaf(Array("abc".utf8)).map { String(format: "%02x", $0) }.joined()
    // Of coreutils: printf 'abc\n' | sha256sum
    #expect(digits == "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb")
  }

  @Test func aChangedSealIsRefused() throws {
    var tree = MerkleAccumulator()
    for leaf in leaves(5) { tree.add(leaf) }
    let seal = try LineSeal([.init(name: "a.jsonl", lines: 5, sha256: "00")], tree, time: Date())
    let bytes = try seal.signed(with: SigningKey())
    #expect(try LineSeal.read(bytes).seal == seal && LineSeal.isOne(bytes))
    let other = String(decoding: bytes, as: UTF8.self).replacing("a.jsonl", with: "b.jsonl")
    #expect(throws: ReceiptError.self) { try LineSeal.read(Array(other.utf8)) }
  }
}
