import Files
import Foundation
import ImageCodec
import Protection
import Provenance

/// A file of signed receipts: a single one, or one a line. A receipt has the same bytes in both.
package struct ReceiptFile: Sendable {
  /// What files with one receipt a line are named.
  package static let linesExtension = "jsonl"

  /// The receipts in the order of the file, each with its final line break.
  package let receipts: [[UInt8]]
  /// Positions by the hash of the output; of two receipts of one output the later.
  private let positions: [String: Int]

  /// - Throws: `FileError`.
  package init(path: String) throws {
    // Canonical JSON has no line breaks inside, so a single receipt is a file of one line.
    self.init(try AtomicFile.read(path).split(separator: 10).map { Array($0) + [10] })
  }

  init(_ receipts: [[UInt8]]) {
    self.receipts = receipts
    positions = receipts.enumerated().reduce(into: [:]) { positions, receipt in
      guard let read = try? Receipt.read(receipt.element).receipt else { return }
      positions[read.output.sha256] = receipt.offset
    }
  }

  /// What a seal is to say of the receipts at a path: of a single one, of a file with one a line (``linesExtension``), or
  /// of all below a folder.
  ///
  /// - Throws: `PortfolioError.noSuchFile`, `ImageCodecError.file`.
  package static func sealEntries(at path: String) throws -> [Seal.Entry] {
    let entry = { (name: String, bytes: [UInt8]) in Seal.Entry(name: name, sha256: Digest.sha256(bytes)) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw PortfolioError.noSuchFile(path)
    }
    guard isFolder.boolValue else {
      let name = (path as NSString).lastPathComponent
      guard (name as NSString).pathExtension == linesExtension else { return [entry(name, try AtomicFile.read(path))] }
      return try ReceiptFile(path: path).receipts.enumerated().map { entry("\(name):\($0.offset + 1)", $0.element) }
    }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(Receipt.suffix) }.sorted().map {
      entry($0, try AtomicFile.read((path as NSString).appendingPathComponent($0)))
    }
  }

  /// The receipt of a protected file with this SHA-256; whether it is sound is for its signature to say.
  package func receipt(ofOutput sha256: String) -> [UInt8]? {
    positions[sha256].map { receipts[$0] }
  }
}
