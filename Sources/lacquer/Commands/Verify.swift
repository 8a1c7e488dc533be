import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Protection
import Verifier
import Watermark

/// Judges protected files.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check protected files, alone or beside their originals.",
    discussion: """
      What is demanded comes from the options, else from what the batch recorded beside its outputs. Checks that need \
      the original are reported as unknown without it. In a folder of originals, a file's is found by its path, else by \
      what it shows. Exit status: 0 nothing says no, 1 a check says no, 2 a file could not be judged, 3 no file matched.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("The original, or a folder of originals.", valueName: "path"), completion: .file())
  var against: String?

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
      "Also demand mark, opt-out, signature or receipt; a list is separated by commas.", valueName: "list"))
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

  @Option(
    help: ArgumentHelp(
      "File of the mark's key, if it is neither yours nor the published one.", valueName: "file"), completion: .file())
  var key: String?

  @Option(help: ArgumentHelp("What the mark must say, instead of what was recorded.", valueName: "hex"))
  var markId: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  /// What `--require` may name.
  private static let requirements = ["mark", "opt-out", "signature", "receipt"]

  private var required: [String] { require?.split(separator: ",").map(String.init) ?? [] }

  func validate() throws {
    if let markId, Mark(hex: markId) == nil { throw ValidationError("--mark-id takes 1 to 16 hexadecimal digits") }
    for name in required where !Self.requirements.contains(name) {
      throw ValidationError("--require knows \(Self.requirements.joined(separator: ", ")), not \(name)")
    }
  }

  func run() throws {
    let (inputs, failures) = try input.expand()
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    let originals = try against.map { path in
      do {
        return try Originals(path)
      } catch {
        Terminal.say("lacquer: --against: \(error)")
        throw ExitCode.inputFailed
      }
    }
    var summary = VerifySummary()
    for failure in failures {
      let verdict = Verdict(file: failure.path, error: .init(code: failure.error.code, message: "\(failure.error)"))
      finish(verdict, &summary)
    }
    for input in inputs {
      do {
        finish(try threads.use { try judge(input, originals) }, &summary)
      } catch {
        finish(Verdict(file: input.path, error: .init(code: Self.code(error), message: "\(error)")), &summary)
      }
    }
    if summary.files > 1 {
      if report.json {
        Terminal.print(JSONLine.text(summary))
      } else if !report.quiet {
        for line in summary.lines { Terminal.say(line) }
      }
    }
    if summary.failed > 0 { throw ExitCode.inputFailed }
    if summary.refused > 0 { throw ExitCode.checkFailed }
  }

  private func finish(_ verdict: Verdict, _ summary: inout VerifySummary) {
    summary.add(verdict)
    if let error = verdict.error {
      let message = error.message.hasPrefix(verdict.file) ? error.message : "\(verdict.file): \(error.message)"
      Terminal.say("lacquer: \(message)")
    }
    show(verdict)
  }

  /// The short name of an error.
  private static func code(_ error: any Error) -> String {
    switch error {
    case let error as ImageCodecError: error.code
    case let error as PortfolioError: error.code
    case let error as VerifierError: error.code
    default: "failed"
    }
  }

  private func judge(_ input: Input, _ originals: Originals?) throws -> Verdict {
    let bytes = try AtomicFile.read(input.path)
    let promise = OutputLog.promise(for: input.path)
    let demands = Demands(
      minimumScore: minSsimulacra2 ?? promise?.minimumScore, maximumLinf: maxLinf ?? promise?.maximumLinf,
      maximumButteraugli: maxButteraugli, maximumBytes: maxGrowth == nil ? promise?.maximumBytes : nil,
      maximumGrowth: maxGrowth)
    let original = try originals?.original(of: input, bytes: bytes)
    var checks: [Verdict.Check]
    do {
      checks = try Inspection.checks(bytes, original: original?.bytes, demands: demands)
    } catch {
      // Which of the two it is has to be said.
      if let original, (try? ImageCodec.read(original.bytes, options: Picture.readOptions)) == nil {
        throw OriginalFailure(path: original.path, error: error)
      }
      throw error
    }
    if let original, original.isFoundByContent {
      checks.insert(
        Verdict.Check(name: "original", ok: true, detail: "found by what it shows: \(original.path)"), at: 1)
    }
    if let promise {
      let same = promise.sha256Out == Digest.sha256(bytes)
      checks.append(
        Verdict.Check(name: "record", ok: same, detail: same ? "as it was written" : "not the bytes that were recorded")
      )
    }
    return Verdict(
      file: input.path, original: original?.path,
      checks: try checks + provenance(bytes, input, original: original?.bytes, promise: promise))
  }

  /// An original that cannot be read.
  private struct OriginalFailure: Error, CustomStringConvertible {
    let path: String
    let error: any Error

    var description: String { "its original \(path): \(error)" }
  }

  /// The checks that `--require` asks for.
  private func provenance(
    _ bytes: [UInt8], _ input: Input, original: [UInt8]?, promise: OutputLog.Entry?
  ) throws -> [Verdict.Check] {
    let anchors = try trust.map { String(decoding: try AtomicFile.read($0, limit: 1 << 20), as: UTF8.self) }
    let trusted = try receiptKey.map(ReceiptCommand.verifyingKey)
    let book = try required.contains("receipt") ? receipts.map { try ReceiptFile(path: $0) } : nil
    let keys =
      try required.contains("mark") ? [self.key.map(MarkKeyFile.read) ?? MarkKeyFile.standard(), .published] : []
    return required.flatMap { name in
      switch name {
      case "mark": [MarkCheck.check(bytes, recorded: promise?.mark, id: markId.flatMap { Mark(hex: $0) }, keys: keys)]
      case "opt-out": [ProvenanceChecks.optOut(bytes)]
      case "signature": [ProvenanceChecks.signature(bytes, anchors: anchors)]
      default: ProvenanceChecks.receipt(bytes, path: input.path, book: book, original: original, trusted: trusted)
      }
    }
  }

  private func show(_ verdict: Verdict) {
    if report.json { return Terminal.print(JSONLine.text(verdict)) }
    guard verdict.error == nil, !(report.quiet && verdict.ok) else { return }
    Terminal.print("\(verdict.file): \(verdict.ok ? "ok" : "NOT ok")")
    for check in verdict.checks where !report.quiet || check.ok == false {
      let mark = check.ok.map { $0 ? "ok" : "NO" } ?? "–"
      Terminal.print("  \(mark.padding(toLength: 3, withPad: " ", startingAt: 0)) \(check.name): \(check.detail)")
    }
  }
}
