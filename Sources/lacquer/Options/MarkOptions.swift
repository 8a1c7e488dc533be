import ArgumentParser
import Foundation
import Portfolio
import Protection
import Watermark

extension MarkStrength: ExpressibleByArgument {}

/// The invisible mark of outputs, and whose copies they are.
struct MarkOptions: ParsableArguments {
  @Flag(help: "Leave the invisible mark out.")
  var noMark = false

  @Option(
    help: ArgumentHelp(
      "What every mark says, up to 16 hexadecimal digits; without, each picture and recipient gets an id of its own.",
      valueName: "hex"))
  var markId: String?

  @Option(
    help: ArgumentHelp(
      "File of the secret mark key (\(MarkKeyFile.standardPath) if it is there, else the published key).",
      valueName: "file"),
    completion: .file())
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Strength of the mark as PSNR, instead of what picture and budget ask for.", valueName: "dB"))
  var markPsnr: Double?

  @Option(
    help: ArgumentHelp(
      "How much of the budget goes to the mark: low moves encoders further, high survives more.",
      valueName: "low|normal|high"))
  var markStrength: MarkStrength?

  @Option(
    name: .customLong("recipient"),
    help: ArgumentHelp(
      "Whose copies these are: each recipient gets marks of their own, in a folder of their name. Repeatable.",
      valueName: "name"))
  var recipients: [String] = []

  func validate() throws {
    if let markId, Mark(hex: markId) == nil { throw ValidationError("--mark-id takes 1 to 16 hexadecimal digits") }
    if let markPsnr, !MarkRecipe.strengths.contains(markPsnr) {
      throw ValidationError("--mark-psnr must be from 20 to 70 dB")
    }
    if noMark {
      guard markId == nil, key == nil, markPsnr == nil, markStrength == nil, recipients.isEmpty else {
        throw ValidationError("--no-mark has no use for --mark-id, --key, --mark-psnr, --mark-strength and --recipient")
      }
    }
    guard markPsnr == nil || markStrength == nil else {
      throw ValidationError("--mark-psnr and --mark-strength both say how strong the mark is: leave one out")
    }
    guard markId == nil || recipients.count < 2 else {
      throw ValidationError("--mark-id gives all recipients the same mark: name one recipient, or leave it out")
    }
  }

  /// What marks the outputs; `nil` when they are not marked. Call once, before any work is done: it says what is missing.
  func marker() throws -> MarkIssuer? {
    guard !noMark else { return nil }
    return MarkIssuer(
      key: try key.map(MarkKeyFile.read) ?? MarkKeyFile.standard(), id: markId.flatMap { Mark(hex: $0)?.id },
      psnr: markPsnr, strength: markStrength ?? .normal)
  }

  /// The keys that read the marks of the outputs, and those of outputs that were made before.
  func readers() throws -> [MarkKey] {
    try key.map { [try MarkKeyFile.read($0), .published] } ?? MarkKeyFile.known()
  }
}
