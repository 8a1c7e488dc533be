import Foundation
import Ledger
import Portfolio
import Provenance

/// The user's keys and record of copies.
enum RecordChecks {
  static func all() -> [Finding] { [markKey(), receiptKey(), ledger()] }

  private static func markKey() -> Finding {
    let path = MarkKeyFile.standardPath
    guard isThere(path) else {
      return Finding(
        "mark key", .absent, "none: marks are made with the published key, which anyone may read",
        remedy: "lacquer keys create")
    }
    do {
      _ = try MarkKeyFile.read(path)
      return Finding("mark key", .works, path)
    } catch {
      return Finding("mark key", .broken, "\(error)")
    }
  }

  private static func receiptKey() -> Finding {
    let path = KeyFile.standardPath
    guard isThere(path) else {
      return Finding("receipt key", .absent, "none: --receipt needs one", remedy: "lacquer keys create")
    }
    do {
      _ = try KeyFile.read(path)
      return Finding("receipt key", .works, path)
    } catch {
      return Finding("receipt key", .broken, "\(error)")
    }
  }

  private static func ledger() -> Finding {
    let path = Ledger.standardPath
    guard isThere(path) else { return Finding("ledger", .absent, "none yet: the first protected picture begins it") }
    do {
      let copies = try Ledger(path: path, creates: false).entries().count
      return Finding("ledger", .works, "\(copies) copies in \(path)")
    } catch {
      return Finding("ledger", .broken, "\(error)", remedy: "move the file away; lacquer ledger import reads an export")
    }
  }

  /// Whether there is anything of that name, a dangling link included.
  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
