import ArgumentParser
import Files
import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Portfolio
import Protection

/// Reading and editing metadata alone: the picture's own bytes stay as they are.
struct MetadataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metadata", abstract: "Show, declare and remove opt-outs and rights in pictures.",
    discussion: """
      Only metadata is touched: no pixel is decoded or encoded. XMP, EXIF and IPTC are edited where they are and kept in \
      step; whatever is not part of an edit stays byte for byte. Exit status: 0 all good, 2 at least one input failed, 3 \
      no file matched.
      """,
    subcommands: [Show.self, Set.self, Clear.self])

  // MARK: - Running

  /// The JSON line of an edited file.
  private struct Edited: Encodable {
    let schema = 1
    let input: String
    let output: String
    let status = "written"
    let sha256Out: String
    let notes: [String]

    enum CodingKeys: String, CodingKey {
      case schema, input, output, status
      case sha256Out = "sha256_out"
      case notes
    }
  }

  static func edit(
    _ input: InputOptions, _ destination: DestinationOptions, _ report: ReportOptions, _ edit: MetadataEdit,
    signing: SigningOptions? = nil
  ) throws {
    let signer: FileSigner?
    do {
      signer = try signing?.signer()
    } catch {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputOutput
    }
    let expanded = try input.expand()
    let target = try destination.destination(inputs: expanded.inputs.count)
    let plan = Plan(inputs: expanded.inputs, destination: target)
    for failure in plan.failures { Terminal.say("lacquer: \(failure.error)") }
    let jobs = Dictionary(plan.jobs.map { ($0.input.path, $0) }) { first, _ in first }
    try each(expanded, failed: plan.failures.count) { input in
      guard let job = jobs[input.path] else { return }
      let original = try AtomicFile.read(input.path)
      var (bytes, notes) = try MetadataFile(original).applying(edit)
      if let signer {
        let name = (job.output as NSString).lastPathComponent
        bytes = try signer.sign(bytes, original: original, name: name, edit: edit)
        notes.removeAll { $0 == MetadataEditor.unsignedNote }
      }
      try OutputFile.write(bytes, madeOf: original, at: input.path, to: job.output, target)
      if report.json {
        Terminal.print(
          JSONLine.text(
            Edited(input: input.path, output: job.output, sha256Out: Digest.sha256(bytes), notes: notes)))
      } else if !report.quiet {
        Terminal.print("\(input.path) -> \(job.output)")
        for note in notes { Terminal.say("lacquer: \(input.path): \(note)") }
      }
    }
  }

  /// Does something with every input; those that fail are named and counted.
  static func each(
    _ expanded: (inputs: [Input], failures: [(path: String, error: PortfolioError)]), failed: Int = 0,
    _ body: (Input) throws -> Void
  ) throws {
    let (inputs, failures) = expanded
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    for failure in failures { Terminal.say("lacquer: \(failure.error)") }
    var broken = failures.count + failed
    for input in inputs {
      do {
        try body(input)
      } catch {
        broken += 1
        Terminal.say("lacquer: \(input.path): \(error)")
      }
    }
    if broken > 0 { throw ExitCode.inputFailed }
  }
}
