import ArgumentParser
import Files
import Foundation
import Portfolio
import Provenance

extension ReceiptCommand {
  struct CheckSeal: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the seal of lacquer gather: its signature, its files, and on wish every output.",
      discussion: "Exit status: 0 all holds, 1 something does not, 2 a file cannot be read.")

    @Argument(help: "The seal; the files that it seals lie beside it.", completion: .file())
    var seal: String

    @Flag(help: "Also read every output that the results name, and compare its hash.")
    var outputs = false

    @Option(
      help: ArgumentHelp("To which relative paths of outputs are relative (the current folder).", valueName: "folder"),
      completion: .directory)
    var folder: String?

    @OptionGroup var report: ReportOptions

    func run() throws {
      try Terminal.reporting {
        let (seal, key) = try LineSeal.read(AtomicFile.read(self.seal))
        let outcome = try SealCheck.run(seal, at: self.seal, readsOutputs: outputs, folder: folder)
        for fault in outcome.faults { Terminal.say("lacquer: \(fault)") }
        if report.json {
          Terminal.print(
            JSONLine.text(
              Line(
                ok: outcome.faults.isEmpty, lines: outcome.lines, proven: outputs ? outcome.proven : nil,
                root: seal.root, key: key)))
        } else if !report.quiet {
          let files = outputs ? ", \(outcome.proven) outputs" : ""
          let word = outcome.faults.isEmpty ? "holds" : "does NOT hold"
          Terminal.print("\(self.seal): \(word): \(outcome.lines) lines\(files) under \(seal.root), signed by \(key)")
        }
        if !outcome.faults.isEmpty { throw ExitCode.checkFailed }
      }
    }

    private struct Line: Encodable {
      let ok: Bool
      let lines: Int
      let proven: Int?
      let root: String
      let key: String
    }
  }
}
