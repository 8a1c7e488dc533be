import ArgumentParser
import Comparison
import Files
import Foundation
import ImageCodec
import Portfolio
import Provenance
import Watermark

/// What `verify` demands of files.
struct DemandOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The lowest SSIMULACRA2 score to accept.", valueName: "n"))
  var minSsimulacra2: Double?

  @Option(help: ArgumentHelp("The largest change of a sample to accept, in levels of 255.", valueName: "n"))
  var maxLinf: Double?

  @Option(help: ArgumentHelp("How many times as large as its original a file may be.", valueName: "n"))
  var maxGrowth: Double?

  @Option(help: ArgumentHelp("The largest Butteraugli distance of any pixel to accept.", valueName: "n"))
  var maxButteraugli: Double?

  @Option(
    help: ArgumentHelp(
      "Also demand mark, opt-out, signature, receipt or change; a list is separated by commas.", valueName: "list"))
  var require: String?

  @Option(
    help: ArgumentHelp(
      "Roots that signatures must lead to (PEM); without, any whole signature passes.", valueName: "pem"),
    completion: .file())
  var trust: String?

  @Option(
    help: ArgumentHelp(
      "The public key that receipts must be signed with: Base64 or a PEM file; without, your own if you have one.",
      valueName: "key"))
  var receiptKey: String?

  @Option(
    help: ArgumentHelp("Receipts, one a line, for files without one beside them.", valueName: "file.jsonl"),
    completion: .file())
  var receipts: String?

  @Option(
    help: ArgumentHelp(
      "File of the mark's key, if it is neither yours nor the published one.", valueName: "file"), completion: .file())
  var key: String?

  @Option(help: ArgumentHelp("What the mark must say, instead of what was recorded.", valueName: "hex"))
  var markId: String?

  private var required: [String] { require?.split(separator: ",").map(String.init) ?? [] }

  func validate() throws {
    if let markId, Mark(hex: markId) == nil { throw ValidationError("--mark-id takes 1 to 16 hexadecimal digits") }
    for name in required where Requirement(rawValue: name) == nil {
      let known = Requirement.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--require knows \(known), not \(name)")
    }
  }

  /// A verifier of these demands; reads the keys, roots and receipts that they name.
  func verifier() throws -> FileVerifier {
    var verifier = FileVerifier()
    verifier.demands = Demands(
      minimumScore: minSsimulacra2, maximumLinf: maxLinf, maximumButteraugli: maxButteraugli,
      maximumGrowth: maxGrowth)
    verifier.requirements = required.compactMap(Requirement.init)
    verifier.trustedRoots = try trust.map { String(decoding: try AtomicFile.read($0, limit: 1 << 20), as: UTF8.self) }
    verifier.receiptKey =
      try receiptKey.map(KeyFile.readPublic)
      ?? (verifier.requirements.contains(.receipt) ? KeyFile.standard() : nil)
    verifier.receipts = try receipts.map { try ReceiptFile(path: $0) }
    if verifier.requirements.contains(.mark) {
      verifier.markKeys = try key.map { [try MarkKeyFile.read($0), .published] } ?? MarkKeyFile.known()
    }
    verifier.mark = markId.flatMap { Mark(hex: $0) }
    return verifier
  }
}
