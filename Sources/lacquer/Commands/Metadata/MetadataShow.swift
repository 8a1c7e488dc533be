import ArgumentParser
import Files
import Foundation
import ImageContainer
import Metadata
import Portfolio

extension MetadataCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what pictures declare and what they tell.")

    @OptionGroup var input: InputOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
      try MetadataCommand.each(input.expand()) { input in
        let file = try MetadataFile(AtomicFile.read(input.path))
        let summary = MetadataReader.summary(of: file)
        if report.json {
          Terminal.print(JSONLine.text(Line(input: input.path, summary: summary)))
        } else {
          print(input.path, summary)
        }
      }
    }

    private struct Line: Encodable {
      let schema = 1
      let input: String
      let summary: MetadataSummary

      func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schema, forKey: .schema)
        try container.encode(input, forKey: .input)
      }

      enum CodingKeys: String, CodingKey { case schema, input }
    }

    private func print(_ path: String, _ summary: MetadataSummary) {
      Terminal.print("\(path): opt-out \(summary.optsOut ? "declared" : "NOT declared")")
      for signal in summary.optOuts { Terminal.print("  \(signal.carrier): \(signal.means) (\(signal.value))") }
      for right in summary.rights { Terminal.print("  \(right.carrier) \(right.field): \(right.value)") }
      if let type = summary.digitalSourceType { Terminal.print("  digital source type: \(type)") }
      if summary.hasContentCredentials { Terminal.print("  has Content Credentials (see lacquer verify)") }
      if !summary.location.isEmpty { Terminal.print("  tells places: \(summary.location.joined(separator: ", "))") }
      if !summary.serials.isEmpty {
        Terminal.print("  tells serial numbers: \(summary.serials.joined(separator: ", "))")
      }
      if !summary.people.isEmpty { Terminal.print("  tells names: \(summary.people.joined(separator: ", "))") }
      if !summary.history.isEmpty { Terminal.print("  tells history: \(summary.history.joined(separator: ", "))") }
      if !summary.unknown.isEmpty {
        Terminal.print("  may tell anything: \(summary.unknown.joined(separator: ", "))")
      }
      for field in summary.generated { Terminal.print("  says a model made it: \(field.field): \(field.value)") }
      for warning in summary.warnings { Terminal.print("  warning: \(warning)") }
    }
  }
}
