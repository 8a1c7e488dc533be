import ArgumentParser
import ConfigurationFiles
import Foundation

/// The options of a command, as the parser itself describes them.
enum CommandOptions {
  /// What argument-parser's dump of its help says; only the parts that are needed here.
  private struct Dump: Decodable {
    let command: Command

    struct Command: Decodable {
      let arguments: [Argument]?
    }

    struct Argument: Decodable {
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
      let completionKind: [String: Completion]?
    }

    struct Name: Decodable {
      let kind: String
      let name: String
    }

    struct Completion: Decodable {}
  }

  /// The options that have a long name.
  static func options(of command: (some ParsableCommand).Type) throws -> [ConfigurableOption] {
    let dump = try JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
    return (dump.command.arguments ?? []).compactMap { argument in
      guard let long = argument.names?.first(where: { $0.kind == "long" })?.name else { return nil }
      let kind: ConfigurableOption.Kind =
        argument.kind == "flag" ? .flag : argument.isRepeating ? .values : .value
      return ConfigurableOption(
        name: long, short: argument.names?.first { $0.kind == "short" }?.name.first, kind: kind,
        isPath: argument.completionKind.map { $0["file"] != nil || $0["directory"] != nil } ?? false)
    }
  }
}
