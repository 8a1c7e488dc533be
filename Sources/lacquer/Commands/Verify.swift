import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Verifier

/// Judges protected files.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check protected files, alone or beside their originals.",
    discussion: """
      What is demanded comes from the options, else from what the batch recorded beside its outputs. Checks that need \
      the original are reported as unknown without it. Exit status: 0 nothing says no, 1 a check says no, 2 a file could \
      not be judged, 3 no file matched.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("The original, or a folder of originals with the same names below it.", valueName: "path"))
  var against: String?

  @Option(help: ArgumentHelp("The lowest SSIMULACRA2 score to accept.", valueName: "n"))
  var minSsimulacra2: Double?

  @Option(help: ArgumentHelp("The largest change of a sample to accept, in levels of 255.", valueName: "n"))
  var maxLinf: Double?

  @Option(
    help: ArgumentHelp(
      "Also demand opt-out, signature or receipt; a list is separated by commas.", valueName: "list"))
  var require: String?

  @Option(
    help: ArgumentHelp(
      "Roots that signatures must lead to (PEM); without, any whole signature passes.", valueName: "pem"),
    completion: .file())
  var trust: String?

  @Option(
    help: ArgumentHelp("The public key that receipts must be signed with: Base64 or a PEM file.", valueName: "key"))
  var receiptKey: String?

  @Option(
    help: ArgumentHelp("Receipts, one a line, for files without one beside them.", valueName: "file.jsonl"),
    completion: .file())
  var receipts: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  /// What `--require` may name.
  private static let requirements = ["opt-out", "signature", "receipt"]

  private var required: [String] { require?.split(separator: ",").map(String.init) ?? [] }

  func validate() throws {
    for name in required where !Self.requirements.contains(name) {
      throw ValidationError("--require knows \(Self.requirements.joined(separator: ", ")), not \(name)")
    }
  }

  func run() throws {
    let (inputs, failures) = try input.expand()
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    for failure in failures { Terminal.say("lacquer: \(failure.error)") }
    var refused = 0
    var broken = failures.count
    for input in inputs {
      do {
        let verdict = try threads.use { try judge(input) }
        if !verdict.ok { refused += 1 }
        show(verdict)
      } catch {
        broken += 1
        Terminal.say("lacquer: \(input.path): \(error)")
      }
    }
    if !report.json && !report.quiet && inputs.count > 1 {
      Terminal.say("\(inputs.count - refused - broken + failures.count) of \(inputs.count) files pass")
    }
    if broken > 0 { throw ExitCode.inputFailed }
    if refused > 0 { throw ExitCode.checkFailed }
  }

  private func judge(_ input: Input) throws -> Verdict {
    let bytes = try AtomicFile.read(input.path)
    let promise = OutputLog.promise(for: input.path)
    let demands = Demands(
      minimumScore: minSsimulacra2 ?? promise?.minimumScore, maximumLinf: maxLinf ?? promise?.maximumLinf)
    var checks = try Inspection.checks(bytes, original: try original(of: input), demands: demands)
    if let promise {
      let same = promise.sha256Out == Digest.sha256(bytes)
      checks.append(
        Verdict.Check(name: "record", ok: same, detail: same ? "as it was written" : "not the bytes that were recorded")
      )
    }
    return Verdict(file: input.path, checks: try checks + provenance(bytes, input))
  }

  /// The checks that `--require` asks for.
  private func provenance(_ bytes: [UInt8], _ input: Input) throws -> [Verdict.Check] {
    let anchors = try trust.map { String(decoding: try AtomicFile.read($0, limit: 1 << 20), as: UTF8.self) }
    let key = try receiptKey.map(ReceiptCommand.verifyingKey)
    let book = try required.contains("receipt") ? receipts.map { try ReceiptFile(path: $0) } : nil
    let original = required.contains("receipt") ? try original(of: input) : nil
    return required.flatMap { name in
      switch name {
      case "opt-out": [ProvenanceChecks.optOut(bytes)]
      case "signature": [ProvenanceChecks.signature(bytes, anchors: anchors)]
      default: ProvenanceChecks.receipt(bytes, path: input.path, book: book, original: original, trusted: key)
      }
    }
  }

  private func original(of input: Input) throws -> [UInt8]? {
    guard let against else { return nil }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: against, isDirectory: &isFolder) else {
      throw PortfolioError.noSuchFile(against)
    }
    guard isFolder.boolValue else { return try AtomicFile.read(against) }
    return try AtomicFile.read((against as NSString).appendingPathComponent(input.relativePath))
  }

  private func show(_ verdict: Verdict) {
    if report.json { return Terminal.print(JSONLine.text(verdict)) }
    if report.quiet && verdict.ok { return }
    Terminal.print("\(verdict.file): \(verdict.ok ? "ok" : "NOT ok")")
    for check in verdict.checks where !report.quiet || check.ok == false {
      let mark = check.ok.map { $0 ? "ok" : "NO" } ?? "–"
      Terminal.print("  \(mark.padding(toLength: 3, withPad: " ", startingAt: 0)) \(check.name): \(check.detail)")
    }
  }
}
