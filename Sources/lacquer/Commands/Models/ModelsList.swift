import ArgumentParser
import Files
import Foundation
import Surrogates

extension Models {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the encoders that are at hand.")

    @OptionGroup var report: ReportOptions

    private static func column(_ name: String) -> String {
      name.padding(toLength: max(16, name.count), withPad: " ", startingAt: 0)
    }

    /// A network that changes begin with; it is no encoder, so nothing can be optimised on it or judged by it.
    private struct Generator: Encodable {
      let name: String
      let role = "generator"
      let licence = "Apache-2.0"
      let summary = "one of Lacquer's own: changes begin with its pattern"
    }

    private func printGenerators() {
      for path in Catalogue.generatorFiles() {
        let generator = Generator(name: String(PathName.last(of: path).prefix { $0 != "." }))
        if report.json {
          Terminal.print(JSONLine.text(generator))
        } else {
          Terminal.print("\(Self.column(generator.name)) used; \(generator.licence); \(generator.summary)")
        }
      }
    }

    func run() throws {
      let added = ModelStore().list()
      for entry in try Catalogue.builtinEncoders().map(ModelEntry.init) + added.map(ModelEntry.init) {
        if report.json {
          Terminal.print(JSONLine.text(entry))
        } else {
          let use =
            switch entry.role {
            case .train: "used"
            case .target: "used toward a target, else held out"
            case .judge: "held out"
            }
          var facts = [use + (entry.added ? ", added" : "")]
          if let bytes = entry.bytes { facts.append("\(Progress.number(Double(bytes) / 1e6, 1)) MB") }
          facts.append(
            entry.stepMilliseconds.map { "\(Progress.number($0, 0)) ms a step" } ?? "not timed: `lacquer models check`")
          if let licence = entry.licence { facts.append(licence) }
          if let summary = entry.summary { facts.append(summary) }
          Terminal.print("\(Self.column(entry.name)) \(facts.joined(separator: "; "))")
        }
      }
      printGenerators()
      for damage in ModelStore().damages() { Terminal.say("lacquer: \(damage)") }
      for folder in TelemetryLeftovers.folders() {
        Terminal.say(
          "\(folder) holds a device identifier that ONNX Runtime made with its telemetry on, outside Lacquer or before "
            + "Lacquer turned it off; it can be removed")
      }
      guard !report.json, !report.quiet else { return }
      for model in PublishedModel.all where !added.contains(where: { $0.name == model.name }) {
        Terminal.print("\(Self.column(model.name)) not here: `lacquer models add \(model.name)`")
      }
      for model in TinyAutoencoderModel.all where !added.contains(where: { $0.name == model.name }) {
        Terminal.print(
          "\(Self.column(model.name)) not here (\(model.summary)): `lacquer models add \(model.name) --from FILE`")
      }
    }
  }
}
