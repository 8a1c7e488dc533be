import ArgumentParser
import Foundation
import ImageCodec
import Ledger

extension LedgerCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List copies, the first made first.")

    @OptionGroup var ledger: LedgerOption

    @Option(help: ArgumentHelp("Only copies of this recipient.", valueName: "name"))
    var recipient: String?

    @OptionGroup var report: ReportOptions

    func run() throws {
      try LedgerCommand.reporting {
        for entry in try ledger.open(creates: false).entries(recipient: recipient) {
          if report.json {
            Terminal.print(entry.line)
          } else {
            let whose = entry.recipient.map { " for \($0)" } ?? ""
            Terminal.print("\(entry.time)  \(entry.mark ?? "no mark         ")  \(entry.output)\(whose)")
          }
        }
      }
    }
  }
}
