import Crypto
import Foundation
import Provenance
import Testing

@Suite struct SealTests {
  @Test(arguments: 1...40)
  func provesEveryLeaf(_ count: Int) throws {
    let leaves = (0..<count).map { [UInt8($0)] }
    let tree = try MerkleTree(leaves)
    for index in leaves.indices {
      let path = tree.proof(of: index)
      #expect(MerkleTree.isProven(leaf: leaves[index], index: index, count: count, path: path, root: tree.root))
      #expect(!MerkleTree.isProven(leaf: [99], index: index, count: count, path: path, root: tree.root))
      #expect(!MerkleTree.isProven(leaf: leaves[index], index: index + 1, count: count, path: path, root: tree.root))
      #expect(
        !MerkleTree.isProven(leaf: leaves[index], index: index, count: count, path: path + [tree.root], root: tree.root)
      )
    }
  }

  /// Certificate Transparency's own vectors (google/certificate-transparency, merkle tree tests).
  @Test func hasTheRootOfTheStandard() throws {
    let leaves: [[UInt8]] = [
      [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
      [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
      [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F],
    ]
    let hex = { (bytes: [UInt8]) in bytes.map { String(format: "%02x", $0) }.joined() }
    #expect(hex(try MerkleTree([leaves[0]]).root) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect(hex(try MerkleTree(leaves).root) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
  }

  @Test func sealsReceipts() throws {
    let key = SigningKey()
    let receipts = (0..<1000).map { Array("receipt \($0)".utf8) }
    let tree = try MerkleTree(receipts)
    #expect(tree.count == 1000)
    let entries = receipts.enumerated().map { Seal.Entry(name: "\($0.offset)", sha256: Self.sha256($0.element)) }
    let bytes = try Seal(entries, time: Date()).signed(with: key)
    let (seal, by) = try Seal.read(bytes)
    #expect(by == key.verifyingKey.text)
    let proof = try #require(try seal.proof(of: receipts[517]))
    #expect(proof.proves(receipts[517]))
    #expect(!proof.proves(receipts[518]))
    #expect(try seal.proof(of: [1, 2, 3]) == nil)
    #expect(proof.path.count == 10)
  }

  @Test func refusesNothingAndDoubles() {
    #expect(throws: ReceiptError.self) { try Seal([], time: Date()) }
    let entry = Seal.Entry(name: "a", sha256: String(repeating: "0", count: 64))
    #expect(throws: ReceiptError.self) { try Seal([entry, entry], time: Date()) }
    #expect(throws: ReceiptError.self) { try Seal([Seal.Entry(name: "a", sha256: "zz")], time: Date()) }
  }

  private static func sha256(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
