import ArgumentParser

/// The keys that sign receipts and embed marks, and certificates for trying Content Credentials.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and show your keys: for receipts, for marks, and certificates for trying.",
    subcommands: [Create.self, Show.self])
}
