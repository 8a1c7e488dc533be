import ArgumentParser
import Foundation
import Surrogates

extension Models {
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what is known of an encoder.")

    @Argument(help: "A name from `lacquer models list`, or a file.")
    var name: String

    @OptionGroup var report: ReportOptions

    func run() throws {
      let entries: [ModelEntry]
      do {
        let card = ModelStore().list().first { $0.name == name }
        entries = try card.map { [ModelEntry($0)] } ?? Catalogue.resolve(name).map(ModelEntry.init)
      } catch {
        Terminal.say("lacquer: \(error)")
        throw ExitCode.inputFailed
      }
      for entry in entries {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          Terminal.print(entry.name)
          Terminal.print("  role: \(entry.role.use)")
          Terminal.print("  sides: multiples of \(entry.granularity) pixels")
          if let licence = entry.licence { Terminal.print("  licence: \(licence)") }
          for tap in entry.taps { Terminal.print("  listens at \(tap)") }
        }
      }
    }
  }
}
