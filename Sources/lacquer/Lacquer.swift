import ArgumentParser
import Foundation
import Raster
import Surrogates

@main
struct Lacquer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lacquer",
    abstract: "Protects pictures before they are uploaded, and measures what that cost and what it moved.",
    discussion: """
      Lacquer adds a small change that moves the encoders of image models, writes the same kind of file back with all \
      that it carried, and judges what it wrote. It makes no promise that a model cannot learn from a picture: it prints \
      how far encoders move beside what matched noise would do.

      Topics of `lacquer help`: \(HelpTopic.allCases.map(\.rawValue).joined(separator: ", ")).
      """,
    version: ProgramVersion.description,
    subcommands: [
      Protect.self, Watch.self, ManifestCommand.self, Shards.self, Gather.self, Verify.self, ReportCommand.self,
      Compare.self, Measure.self, Stress.self,
      MarkCommand.self, StampCommand.self,
      TraceCommand.self,
      LedgerCommand.self,
      MetadataCommand.self, SiteFilesCommand.self, ReceiptCommand.self, Keys.self, Models.self, Doctor.self,
    ])

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    Runtime.disableTelemetry()
    Terminal.holdStreams()
    Interrupt.removeTemporariesOnInterrupt()
    FreedMemory.keep()
    if let topic = HelpTopic(arguments: arguments) { return Terminal.printLines(topic.text) }
    if let name = unknownCommand(arguments) {
      exit(withError: ValidationError("no command or topic is called \(name): lacquer --help lists them"))
    }
    if let name = fileLikeOptions(arguments) {
      exit(withError: ValidationError("\(name) is a file, and would be taken for options: write ./\(name)"))
    }
    let configured: ConfiguredArguments
    do {
      configured = try ConfiguredArguments(
        arguments, environment: ProcessInfo.processInfo.environment,
        workingFolder: FileManager.default.currentDirectoryPath)
    } catch {
      end(ValidationError("\(error)"), of: Protect.self)
    }
    if let text = configured.printed { return Terminal.printLines(text) }
    var begun: (any ParsableCommand.Type)?
    do {
      var command = try parseAsRoot(configured.arguments)
      begun = type(of: command)
      try command.run()
    } catch {
      // The help of an option, which follows the first line, speaks of others.
      let message = message(for: error).split(separator: "\n").first.map(String.init) ?? ""
      for place in configured.places(of: message) { Terminal.say("lacquer: \(place)") }
      if let begun, let wrong = error as? ValidationError { end(wrong, of: begun) }
      // A command says by an exit code how it ended, and the parser by errors of its own; anything else is a fault of
      // files or of the machine, and never the "no" of a check.
      guard !(error is ExitCode), exitCode(for: error) == .failure else { exit(withError: error) }
      Terminal.say("lacquer: \(error)")
      exit(withError: ExitCode.inputOutput)
    }
  }

  /// The name in the place of a command, or of what `help` is to explain, that nothing has.
  private static func unknownCommand(_ arguments: [String]) -> String? {
    let names = Set(configuration.subcommands.map { $0._commandName })
    let name = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    guard let name, name != "help", !name.hasPrefix("-"), !names.contains(name) else { return nil }
    return name
  }

  /// An argument before `--` that begins with a dash, has letters of options behind it, and is the name of a file: from `*.jpg` a shell
  /// makes such arguments, and one with an `h` would print the help and end as if all were well.
  private static func fileLikeOptions(_ arguments: [String]) -> String? {
    arguments.prefix { $0 != "--" }.first { name in
      name.hasPrefix("-") && !name.hasPrefix("--") && name.count > 2 && FileManager.default.fileExists(atPath: name)
    }
  }

  /// Ends for wrong usage that a command found when it ran, with the command's own usage, as the parser ends.
  private static func end(_ error: ValidationError, of command: any ParsableCommand.Type) -> Never {
    let usage = usageString(for: command)
    let names = usage.split(separator: " ").prefix { $0.first != "[" && $0.first != "<" }.joined(separator: " ")
    Terminal.say("Error: \(error.message)")
    Terminal.say("Usage: \(usage)")
    Terminal.say("  See '\(names) --help' for more information.")
    exit(withError: ExitCode.validationFailure)
  }
}
