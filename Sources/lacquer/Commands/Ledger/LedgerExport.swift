import ArgumentParser
import Files
import Foundation
import ImageCodec
import Ledger

extension LedgerCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the whole ledger as JSON lines, to be kept elsewhere or imported on another machine.")

    @OptionGroup var ledger: LedgerOption

    @Option(
      name: .shortAndLong, help: ArgumentHelp("A new file instead of standard output.", valueName: "file.jsonl"),
      completion: .file())
    var output: String?

    func run() throws {
      try LedgerCommand.reporting {
        let lines = try ledger.open(creates: false).entries().map(\.line)
        guard let output else {
          for line in lines { Terminal.print(line) }
          return
        }
        // It names people, so it is for its owner's eyes only, as the ledger is.
        try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: output, permissions: .exactly(0o600))
      }
    }
  }
}
