import ArgumentParser

/// Receipts: what was done to a picture, in a form that others can check.
struct ReceiptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Check, repeat, seal and timestamp receipts of protected pictures.",
    subcommands: [Verify.self, Rerun.self, SealAll.self, Prove.self, CheckProof.self, CheckSeal.self, Timestamp.self])
}
