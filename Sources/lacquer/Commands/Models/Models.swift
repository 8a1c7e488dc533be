import ArgumentParser

/// The catalogue of encoders.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The encoders that stand in for AI models.",
    subcommands: [List.self, Info.self, Add.self, Remove.self, Check.self])
}
