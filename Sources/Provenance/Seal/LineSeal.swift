import Crypto
import Files
import Foundation

/// One signed hash over the lines of files that are too long for memory: a Merkle tree whose leaves are the SHA-256 of the lines,
/// line break included, in the order of the files. A receipt has the same bytes as a line and as a file of its own.
package struct LineSeal: Sendable, Equatable, Codable {
  package static let type = "lacquer-seal-lines-1"

  /// A sealed file, which lies beside the seal.
  package struct File: Sendable, Equatable, Codable {
    package var name: String
    package var lines: Int
    /// SHA-256 of the whole file, hex.
    package var sha256: String

    package init(name: String, lines: Int, sha256: String) {
      self.name = name
      self.lines = lines
      self.sha256 = sha256
    }
  }

  /// Root of the tree, hex.
  package var root: String
  package var files: [File]
  /// ISO 8601, UTC, by the clock of whoever sealed.
  package var time: String

  /// How many lines are sealed.
  package var count: Int { files.reduce(0) { $0 + $1.lines } }

  /// - Parameter tree: of all lines of the files.
  /// - Throws: `ReceiptError.format` without lines.
  package init(_ files: [File], _ tree: MerkleAccumulator, time: Date) throws(ReceiptError) {
    root = Hex.encode(try tree.close().root)
    self.files = files
    self.time = time.formatted(.iso8601)
  }

  /// The leaf of a line.
  ///
  /// - Parameter line: without its line break.
  package static func leaf(_ line: some DataProtocol) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: line)
    hash.update(data: [UInt8(ascii: "\n")])
    return Array(hash.finalize())
  }

  /// - Throws: `ReceiptError`.
  package func signed(with key: SigningKey) throws(ReceiptError) -> [UInt8] {
    guard let value = try? JSONValue(self) else { throw .json("the seal cannot be written") }
    return try Signed(value, type: Self.type, with: key).encoded()
  }

  /// Reads a seal and checks its signature; whether the root follows from the lines is for them to say.
  ///
  /// - Throws: `ReceiptError`, also for a seal of another kind.
  package static func read(_ bytes: [UInt8]) throws(ReceiptError) -> (seal: LineSeal, key: String) {
    let envelope = try Signed(bytes)
    guard envelope.type == type, let seal = try? envelope.document.decoded(as: LineSeal.self) else {
      throw .format("it is no seal over lines")
    }
    guard envelope.isValid else { throw .format("the seal was changed after it was signed") }
    return (seal, envelope.key)
  }

  /// Whether bytes are a signed document of this kind.
  package static func isOne(_ bytes: [UInt8]) -> Bool { (try? Signed(bytes))?.type == type }
}
