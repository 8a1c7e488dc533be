import Files
import Foundation
import ImageCodec
import Provenance

/// A file of signed receipts: a single one, or one a line. A receipt has the same bytes in both.
public struct ReceiptFile: Sendable {
  /// What files with one receipt a line are named.
  public static let linesExtension = "jsonl"

  /// The receipts in the order of the file, each with its final line break.
  public let receipts: [[UInt8]]
  /// Positions by the hash of the output; of two receipts of one output the later.
  private let positions: [String: Int]

  /// - Throws: `FileError`.
  public init(path: String) throws {
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

  /// The receipt of a protected file with this SHA-256; whether it is sound is for its signature to say.
  public func receipt(ofOutput sha256: String) -> [UInt8]? {
    positions[sha256].map { receipts[$0] }
  }
}
