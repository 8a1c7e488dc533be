import ArgumentParser
import Foundation
import Raster

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
      Protect.self, Verify.self, Measure.self, Stress.self, MarkCommand.self, StampCommand.self, TraceCommand.self,
      LedgerCommand.self,
      MetadataCommand.self, SiteFilesCommand.self, ReceiptCommand.self, Keys.self, Models.self, Doctor.self,
    ])

  static func main() {
    FreedMemory.keep()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let topic = HelpTopic(arguments: arguments) { return Terminal.print(topic.text) }
    let configured: ConfiguredArguments
    do {
      configured = try ConfiguredArguments(
        arguments, environment: ProcessInfo.processInfo.environment,
        workingFolder: FileManager.default.currentDirectoryPath)
    } catch {
      exit(withError: ValidationError("\(error)"))
    }
    if let text = configured.printed { return Terminal.print(text) }
    main(configured.arguments)
  }
}
