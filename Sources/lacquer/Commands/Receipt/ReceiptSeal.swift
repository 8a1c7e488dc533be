import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Provenance
import Watermark

extension ReceiptCommand {
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
      try Terminal.reporting {
        let key = try KeyFile.read(key)
        let entries = try receipts.flatMap(ReceiptFile.sealEntries(at:))
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
          Terminal.print(
            "\(output): \(entries.count) \(entries.count == 1 ? "receipt" : "receipts") under \(seal.root)")
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
}
