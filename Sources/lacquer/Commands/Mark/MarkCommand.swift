import ArgumentParser

/// The invisible mark.
struct MarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark", abstract: "Embed an invisible mark of 64 bits, and find it again.",
    subcommands: [Embed.self, Detect.self, Key.self])
}
