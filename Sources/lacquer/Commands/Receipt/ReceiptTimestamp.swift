import ArgumentParser
import Files
import Foundation
import ImageCodec
import Portfolio
import Provenance
import Watermark

extension ReceiptCommand {
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
      try Terminal.reporting {
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
}
