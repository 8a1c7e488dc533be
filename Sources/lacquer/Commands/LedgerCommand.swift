import ArgumentParser
import Files
import Foundation
import Ledger

/// The record of the copies that were made.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "List, export and import the record of the copies that were made.",
    subcommands: [List.self, Export.self, Import.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List copies, the first made first.")

    @OptionGroup var ledger: LedgerOption

    @Option(help: ArgumentHelp("Only copies of this recipient.", valueName: "name"))
    var recipient: String?

    @OptionGroup var report: ReportOptions

    func run() throws {
      try LedgerCommand.failing {
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

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the whole ledger as JSON lines, to be kept elsewhere or imported on another machine.")

    @OptionGroup var ledger: LedgerOption

    @Option(
      name: .shortAndLong, help: ArgumentHelp("A new file instead of standard output.", valueName: "file.jsonl"),
      completion: .file())
    var output: String?

    func run() throws {
      try LedgerCommand.failing {
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

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the records of an export; those that are known already are passed over.",
      discussion: "Exit status: 0 all are on record now, 2 the file cannot be read or has a line that is no record.")

    @Argument(help: "A file of JSON lines; - is standard input.", completion: .file())
    var file: String

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var report: ReportOptions

    func run() throws {
      try LedgerCommand.failing {
        let bytes = file == "-" ? [UInt8](FileHandle.standardInput.readDataToEndOfFile()) : try AtomicFile.read(file)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let added: (new: Int, all: Int)
        do {
          added = try ledger.open(creates: true).add(lines: lines)
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

  /// Runs a body whose errors are of the ledger or of a file.
  private static func failing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let code as ExitCode {
      throw code
    } catch let error as LedgerError {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputFailed
    }
  }
}
