import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Protection
import Provenance

/// One receipt, named by itself or by its picture.
struct ReceiptArgument: ParsableArguments {
  @Argument(help: "A receipt (NAME.lacquer.json), or the protected picture that it is of.", completion: .file())
  var path: String

  @Option(
    help: ArgumentHelp("Look for the picture's receipt in a file with one a line.", valueName: "file.jsonl"),
    completion: .file())
  var receipts: String?

  private var isReceipt: Bool { path.hasSuffix(Receipt.suffix) }

  /// Path of the protected picture.
  var picture: String { isReceipt ? String(path.dropLast(Receipt.suffix.count)) : path }

  /// The receipt's bytes.
  ///
  /// - Throws: `ImageCodecError`, `ReceiptError.format` when there is none of the picture.
  func read() throws -> [UInt8] {
    guard let receipts else {
      let file = picture + Receipt.suffix
      guard isReceipt || FileManager.default.fileExists(atPath: file) else {
        throw ReceiptError.format(
          "there is no \(file): protect makes it with --receipt, and --receipts names a file of many")
      }
      return try AtomicFile.read(file)
    }
    guard let receipt = try ReceiptFile(path: receipts).receipt(ofOutput: Digest.sha256(AtomicFile.read(picture)))
    else {
      throw ReceiptError.format("\(receipts) has no receipt of \(picture)")
    }
    return receipt
  }
}
