import ArgumentParser
import Ledger

/// The record of the copies that were made.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "List, export and import the record of the copies that were made.",
    subcommands: [List.self, Export.self, Import.self])

  /// Runs a body; a fault of the ledger ends with 74, one of a file with 2.
  static func reporting(_ body: () throws -> Void) throws {
    try Terminal.reporting(.inputFailed) {
      do {
        try body()
      } catch let error as LedgerError {
        try Terminal.reporting(.inputOutput) { throw error }
      }
    }
  }
}
