import ArgumentParser
import Files
import Foundation
import ImageCodec
import Ledger

extension LedgerCommand {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the records of an export; those that are known already are passed over.",
      discussion: "Exit status: 0 all are on record now, 2 the file cannot be read or has a line that is no record.")

    @Argument(help: "A file of JSON lines; - is standard input.", completion: .file())
    var file: String

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var report: ReportOptions

    /// - Returns: how many of how many were new.
    private func add() throws -> (new: Int, all: Int) {
      guard file == "-" else { return try ledger.open(creates: true).add(linesOf: file) }
      let text = String(decoding: try Terminal.input(), as: UTF8.self)
      return try ledger.open(creates: true).add(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }

    func run() throws {
      try LedgerCommand.reporting {
        let added: (new: Int, all: Int)
        do {
          added = try add()
        } catch let error as LedgerError {
          if case .line = error {
            Terminal.say("lacquer: \(file): \(error)")
            throw ExitCode.inputFailed
          }
          throw error
        }
        if report.json {
          Terminal.print(JSONLine.text(["imported": added.new, "known": added.all - added.new]))
        } else if !report.quiet {
          Terminal.print("\(added.new) imported, \(added.all - added.new) known already")
        }
      }
    }
  }
}
