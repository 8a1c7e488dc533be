import ArgumentParser
import Foundation
import ImageCodec
import Portfolio
import Protection
import Receipts
import Watermark

/// Receipts: what was done to a picture, in a form that others can check.
struct ReceiptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Check, repeat, seal and timestamp receipts of protected pictures.",
    subcommands: [Verify.self, Rerun.self, SealAll.self, Prove.self, CheckProof.self, Timestamp.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a receipt's signature, and that it speaks of this very file.",
      discussion: "Exit status: 0 all hold, 1 one does not, 2 a file cannot be read.")

    @OptionGroup var receipt: ReceiptArgument

    @Option(help: ArgumentHelp("The original.", valueName: "file"), completion: .file())
    var against: String?

    @Option(help: ArgumentHelp("The public key that must have signed: Base64 or a PEM file.", valueName: "key"))
    var key: String?

    @OptionGroup var report: ReportOptions

    func run() throws {
      try ReceiptCommand.failing {
        let picture = receipt.picture
        let checks = Receipt.checks(
          try receipt.read(), outputHash: Digest.sha256(try AtomicFile.read(picture)),
          inputHash: try against.map { Digest.sha256(try AtomicFile.read($0)) },
          trusted: try key.map(ReceiptCommand.verifyingKey))
        let ok = checks.allSatisfy(\.ok)
        if report.json {
          Terminal.print(JSONLine.text(Verdict(file: picture, ok: ok, checks: checks)))
        } else if !report.quiet || !ok {
          Terminal.print("\(picture): \(ok ? "ok" : "NOT ok")")
          for check in checks where !report.quiet || !check.ok {
            Terminal.print("  \(check.ok ? "ok" : "NO")  \(check.name): \(check.detail)")
          }
        }
        if !ok { throw ExitCode.checkFailed }
      }
    }

    private struct Verdict: Encodable {
      let file: String
      let ok: Bool
      let checks: [ReceiptCheck]
    }
  }

  struct Rerun: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Protect the original again as the receipt says, and compare the bytes.",
      discussion: """
        Of a signed picture the bytes before its signature are compared, for no two signatures are the same. Exit status: \
        0 the same bytes, 1 others, 2 it cannot be done.
        """)

    @OptionGroup var receipt: ReceiptArgument

    @Argument(help: "The original.", completion: .file())
    var original: String

    @Option(
      help: ArgumentHelp(
        "The picture that encoders should see, or the folder of anchors, if the recipe has them.",
        valueName: "image|folder"))
    var target: String?

    @Option(help: ArgumentHelp("The picture of the stamp, if the recipe has one.", valueName: "png"))
    var stampImage: String?

    @Option(help: ArgumentHelp("The key that the stamp was varied with, if there was one.", valueName: "file"))
    var stampKey: String?

    @Option(help: ArgumentHelp("The mark key, if it is not yours or the published one.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The mark's id, if it was chosen.", valueName: "hex"))
    var markId: String?

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      if let markId, Mark(hex: markId) == nil { throw ValidationError("--mark-id takes 1 to 16 hexadecimal digits") }
    }

    /// The mark that a receipt speaks of.
    private func marking(_ recipe: Recipe) throws -> MarkAssignment? {
      guard let mark = recipe.mark else { return nil }
      var secret = try key.map(MarkKeyFile.read) ?? MarkKeyFile.standard()
      if key == nil, secret.fingerprint != mark.key { secret = .published }
      return try MarkAssignment(mark, key: secret, id: markId.flatMap { Mark(hex: $0)?.id })
    }

    func run() throws {
      try ReceiptCommand.failing {
        let (receipt, envelope) = try Receipt.read(receipt.read())
        guard envelope.isValid else { throw ReceiptError.format("the receipt was changed after it was signed") }
        let bytes = try AtomicFile.read(original)
        let hash = Digest.sha256(bytes)
        guard hash == receipt.input.sha256 else {
          throw ReceiptError.format("\(original) is not the original of this receipt")
        }
        let recipe = try Recipe(of: receipt)
        let marking = try marking(recipe)
        let pipeline = try ProtectPipeline.load(
          recipe: recipe, targetPaths: try target.map(TargetFiles.paths) ?? [],
          stampImagePath: stampImage, stampKey: try stampKey.map(MarkKeyFile.read), threads: threads.threads)
        let product = try threads.use { try pipeline.protect(bytes, sha256: hash, mark: marking) }
        let recorded = receipt.unsignedSHA256 ?? receipt.output.sha256
        let isSame = product.sha256 == recorded
        let differences = isSame ? [] : receipt.versions.differences(from: try pipeline.engine())
        if report.json {
          Terminal.print(
            JSONLine.text(
              Result(ok: isSame, sha256: product.sha256, recorded: recorded, differences: differences)))
        } else if !report.quiet || !isSame {
          Terminal.print(isSame ? "the same bytes: \(product.sha256)" : "OTHER bytes: \(product.sha256)")
          for difference in differences { Terminal.print("  \(difference)") }
        }
        if !isSame { throw ExitCode.checkFailed }
      }
    }

    private struct Result: Encodable {
      let ok: Bool
      let sha256: String
      let recorded: String
      let differences: [String]
    }
  }

  struct SealAll: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "seal", abstract: "Put one signed hash over many receipts, and ask for a timestamp of it.",
      discussion: """
        Beside the seal a request to a time-stamping authority (RFC 3161) is written. Send it with any program, such as \
        curl -H "Content-Type: application/timestamp-query" --data-binary @seal.tsq URL -o seal.tsr
        """)

    @Argument(
      help: "Receipts, folders with receipts at any depth, and files with one a line (.jsonl).", completion: .file())
    var receipts: [String]

    @Option(
      name: .shortAndLong, help: ArgumentHelp("File of the seal; the request gets the ending .tsq.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("Key to sign with.", valueName: "file"), completion: .file())
    var key = KeyFile.standardPath

    @OptionGroup var report: ReportOptions

    func run() throws {
      try ReceiptCommand.failing {
        let key = try KeyFile.read(key)
        let entries = try receipts.flatMap(ReceiptCommand.entries)
        guard !entries.isEmpty else { throw ExitCode.nothingMatched }
        let seal = try Seal(entries, time: Date())
        let bytes = try seal.signed(with: key)
        let request =
          ((output as NSString).deletingPathExtension as NSString).appendingPathExtension("tsq") ?? output + ".tsq"
        try AtomicFile.write(bytes, to: output)
        try AtomicFile.write(try TimestampRequest(for: bytes).bytes, to: request)
        if report.json {
          Terminal.print(
            JSONLine.text(Result(output: output, request: request, root: seal.root, receipts: entries.count)))
        } else if !report.quiet {
          Terminal.print("\(output): \(entries.count) receipts under \(seal.root)")
          Terminal.print(request)
        }
      }
    }

    private struct Result: Encodable {
      let output: String
      let request: String
      let root: String
      let receipts: Int
    }
  }

  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a proof that a receipt is under a seal, which can be shown without the other receipts.")

    @Argument(help: "The seal.", completion: .file())
    var seal: String

    @OptionGroup var receipt: ReceiptArgument

    func run() throws {
      try ReceiptCommand.failing {
        let (seal, _) = try Seal.read(AtomicFile.read(seal))
        guard let proof = try seal.proof(of: receipt.read()) else {
          Terminal.say("lacquer: \(receipt.path) is not under this seal")
          throw ExitCode.checkFailed
        }
        Terminal.print(JSONLine.text(proof))
      }
    }
  }

  struct CheckProof: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a proof: that a receipt is under a root.",
      discussion: "Exit status: 0 it is, 1 it is not.")

    @Argument(help: "The proof.", completion: .file())
    var proof: String

    @OptionGroup var receipt: ReceiptArgument

    @Option(
      help: ArgumentHelp("The root that is known from elsewhere, such as from a timestamped seal.", valueName: "hex"))
    var root: String?

    func run() throws {
      try ReceiptCommand.failing {
        guard let proof = try? JSONDecoder().decode(Seal.Proof.self, from: Data(AtomicFile.read(proof))) else {
          throw ReceiptError.format("\(self.proof) is no proof")
        }
        let isProven = try proof.proves(receipt.read()) && (root ?? proof.root) == proof.root
        Terminal.print("\(receipt.path): \(isProven ? "under" : "NOT under") \(root ?? proof.root)")
        if !isProven { throw ExitCode.checkFailed }
      }
    }
  }

  struct Timestamp: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say when a file was timestamped, by an authority's response.",
      discussion: """
        The authority's own signature is not checked here, for that needs its certificate: \
        openssl ts -verify -data FILE -in RESPONSE -CAfile CA.pem. Exit status: 0 the response is for this file, 1 it is not.
        """)

    @Argument(help: "What was stamped, usually a seal.", completion: .file())
    var file: String

    @Argument(help: "The response (.tsr).", completion: .file())
    var response: String

    @OptionGroup var report: ReportOptions

    func run() throws {
      try ReceiptCommand.failing {
        let response = try TimestampResponse(AtomicFile.read(response))
        let covers = response.covers(try AtomicFile.read(file))
        if report.json {
          Terminal.print(
            JSONLine.text(Result(ok: covers, time: response.time, policy: response.policy, serial: response.serial)))
        } else {
          Terminal.print(
            covers ? "\(file): existed at \(response.time), says the authority" : "\(file): NOT what was stamped")
        }
        if !covers { throw ExitCode.checkFailed }
      }
    }

    private struct Result: Encodable {
      let ok: Bool
      let time: String
      let policy: String
      let serial: String
    }
  }

  // MARK: - Parts

  /// A public key from its text or a file.
  static func verifyingKey(_ text: String) throws -> VerifyingKey {
    if FileManager.default.fileExists(atPath: text) {
      return try VerifyingKey(text: String(decoding: AtomicFile.read(text), as: UTF8.self))
    }
    return try VerifyingKey(text: text)
  }

  /// What a seal says of the receipts that a path names.
  private static func entries(_ path: String) throws -> [Seal.Entry] {
    let entry = { (name: String, bytes: [UInt8]) in Seal.Entry(name: name, sha256: Digest.sha256(bytes)) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw PortfolioError.noSuchFile(path)
    }
    guard isFolder.boolValue else {
      let name = (path as NSString).lastPathComponent
      guard (name as NSString).pathExtension == ReceiptFile.linesExtension else {
        return [entry(name, try AtomicFile.read(path))]
      }
      return try ReceiptFile(path: path).receipts.enumerated().map { entry("\(name):\($0.offset + 1)", $0.element) }
    }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(Receipt.suffix) }.sorted().map {
      entry($0, try AtomicFile.read((path as NSString).appendingPathComponent($0)))
    }
  }

  /// Runs a body whose errors mean that the input cannot be worked on.
  private static func failing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let code as ExitCode {
      throw code
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputFailed
    }
  }
}
