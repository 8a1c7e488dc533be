import ArgumentParser
import Ledger

/// Which ledger a command uses.
struct LedgerOption: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger (\(Ledger.standardPath)).", valueName: "path"), completion: .file())
  var ledger: String?

  /// Opens the ledger.
  ///
  /// - Throws: `LedgerError`.
  func open(creates: Bool) throws -> Ledger {
    try Ledger(path: ledger ?? Ledger.standardPath, creates: creates)
  }
}
