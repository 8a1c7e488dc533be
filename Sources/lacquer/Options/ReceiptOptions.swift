import ArgumentParser
import Foundation
import Portfolio
import Provenance

/// Receipts of what is written.
struct ReceiptOptions: ParsableArguments {
  @Flag(
    help: "Write a signed receipt beside each output (NAME.lacquer.json); with --results into the shard's own file.")
  var receipt = false

  @Option(
    help: ArgumentHelp("Append signed receipts to one file, a line each, instead.", valueName: "file.jsonl"),
    completion: .file())
  var receipts: String?

  @Option(help: ArgumentHelp("Key to sign receipts with.", valueName: "file"), completion: .file())
  var receiptKey = KeyFile.standardPath

  func validate() throws {
    guard !receipt || receipts == nil else { throw ValidationError("--receipt and --receipts exclude each other") }
  }

  var isWanted: Bool { receipt || receipts != nil }

  /// What writes receipts; `nil` when none are wanted. Call once, before any work is done: it says what is missing.
  ///
  /// - Parameter file: gets all receipts, instead of a file beside each output.
  func writer(inOneFile file: String? = nil) throws -> ReceiptWriter? {
    guard isWanted else { return nil }
    return ReceiptWriter(
      place: (receipts ?? file).map { .file($0) } ?? .beside, key: try KeyFile.read(receiptKey),
      version: ProgramVersion.number)
  }
}
