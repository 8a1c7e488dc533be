import Crypto
import Files
import Foundation

/// One signed hash over a whole portfolio: a Merkle tree whose leaves are the SHA-256 of receipts, in the order of their
/// names. Whoever timestamps the seal has timestamped every receipt.
package struct Seal: Sendable, Equatable, Codable {
  package static let type = "lacquer-seal-1"

  package struct Entry: Sendable, Equatable, Codable {
    package var name: String
    /// SHA-256 of the receipt's file, hex.
    package var sha256: String

    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// Root of the tree, hex.
  package var root: String
  package var entries: [Entry]
  /// ISO 8601, UTC, by the clock of whoever sealed.
  package var time: String

  /// - Throws: `ReceiptError.format` without entries or with one name twice.
  package init(_ entries: [Entry], time: Date) throws(ReceiptError) {
    self.entries = entries.sorted { $0.name < $1.name }
    for (a, b) in zip(self.entries, self.entries.dropFirst()) where a.name == b.name {
      throw .format("two receipts are named \(a.name)")
    }
    root = Hex.encode(try MerkleTree(Self.leaves(self.entries)).root)
    self.time = time.formatted(.iso8601)
  }

  /// - Throws: `ReceiptError`.
  package func signed(with key: SigningKey) throws(ReceiptError) -> [UInt8] {
    guard let value = try? JSONValue(self) else { throw .json("the seal cannot be written") }
    return try Signed(value, type: Self.type, with: key).encoded()
  }

  /// Reads a seal and checks that its root follows from its entries and its signature holds.
  ///
  /// - Throws: `ReceiptError`.
  package static func read(_ bytes: [UInt8]) throws(ReceiptError) -> (seal: Seal, key: String) {
    let envelope = try Signed(bytes)
    guard envelope.type == type, let seal = try? envelope.document.decoded(as: Seal.self) else {
      throw .format("it is no seal")
    }
    guard envelope.isValid else { throw .format("the seal was changed after it was signed") }
    guard Hex.encode(try MerkleTree(leaves(seal.entries)).root) == seal.root else {
      throw .format("the root of the seal does not follow from its entries")
    }
    return (seal, envelope.key)
  }

  /// The proof that a receipt is among the sealed ones; `nil` if it is not.
  package func proof(of receipt: [UInt8]) throws(ReceiptError) -> Proof? {
    let hash = Hex.encode(Array(SHA256.hash(data: receipt)))
    guard let index = entries.firstIndex(where: { $0.sha256 == hash }) else { return nil }
    let tree = try MerkleTree(Self.leaves(entries))
    return Proof(root: root, index: index, count: entries.count, path: tree.proof(of: index).map(Hex.encode))
  }

  /// The way from one receipt to the root, which can be shown without the other receipts.
  package struct Proof: Sendable, Equatable, Codable {
    package var root: String
    package var index: Int
    package var count: Int
    /// Neighbours from the leaf on, hex.
    package var path: [String]

    package init(root: String, index: Int, count: Int, path: [String]) {
      self.root = root
      self.index = index
      self.count = count
      self.path = path
    }

    /// Whether this receipt is under the root.
    package func proves(_ receipt: [UInt8]) -> Bool {
      let path = path.compactMap(Hex.decode)
      guard path.count == self.path.count, let root = Hex.decode(root) else { return false }
      return MerkleTree.isProven(
        leaf: Array(SHA256.hash(data: receipt)), index: index, count: count, path: path, root: root)
    }
  }

  private static func leaves(_ entries: [Entry]) throws(ReceiptError) -> [[UInt8]] {
    var leaves: [[UInt8]] = []
    for entry in entries {
      guard let hash = Hex.decode(entry.sha256), hash.count == 32 else {
        throw .format("the hash of \(entry.name) is none")
      }
      leaves.append(hash)
    }
    return leaves
  }
}
