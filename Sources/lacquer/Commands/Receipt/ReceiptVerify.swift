import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Protection
import Provenance
import Watermark

extension ReceiptCommand {
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
      try Terminal.reporting {
        let picture = receipt.picture
        let checks = Receipt.checks(
          try receipt.read(), outputHash: Digest.sha256(try AtomicFile.read(picture)),
          inputHash: try against.map { Digest.sha256(try AtomicFile.read($0)) },
          trusted: try key.map(KeyFile.readPublic))
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
}
