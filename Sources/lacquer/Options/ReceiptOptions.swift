import ArgumentParser
import Foundation
import Portfolio
import Provenance

/// Receipts of what is written.
struct ReceiptOptions: ParsableArguments {
  @Flag(help: "Write a signed receipt beside each output (NAME.lacquer.json).")
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

  /// What writes receipts; `nil` when none are wanted. Call once, before any work is done: it says what is missing.
  func writer() throws -> ReceiptWriter? {
    guard receipt || receipts != nil else { return nil }
    return ReceiptWriter(
      place: receipts.map { .file($0) } ?? .beside, key: try KeyFile.read(receiptKey),
      version: ProgramVersion.number)
  }
}
