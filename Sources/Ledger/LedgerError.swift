import Files

/// What can be wrong with a ledger.
package enum LedgerError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// There is no ledger at this path.
  case missing(String)
  /// Path, and what the database says.
  case database(String, String)
  /// The ledger was made by a newer version.
  case newer(String)
  /// A line of an import that is no record: its number from 1.
  case line(Int)
  /// A file of records that cannot be written.
  case journal(FileError)

  package var code: String {
    switch self {
    case .missing: "ledger-missing"
    case .database: "ledger"
    case .newer: "ledger-newer"
    case .line: "ledger-line"
    case .journal(let error): error.code
    }
  }

  package var description: String {
    switch self {
    case .missing(let path):
      "no ledger at \(path): lacquer protect makes one, or name another with --ledger"
    case .database(let path, let reason):
      "the ledger \(path) cannot be used: \(reason); name another with --ledger, or go on with --no-ledger"
    case .newer(let path): "the ledger \(path) was made by a newer version of Lacquer: use that one"
    case .journal(let error): error.description
    case .line(let number): "line \(number) is not a record of a ledger: nothing was imported"
    }
  }
}
