import ArgumentParser
import Foundation
import ImageCodec
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

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what pictures declare and what they tell.")

    @OptionGroup var input: InputOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
      try MetadataCommand.each(input.expand()) { input in
        let file = try MetadataFile(AtomicFile.read(input.path))
        let summary = MetadataReader.summary(file.blocks)
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
      for warning in summary.warnings { Terminal.print("  warning: \(warning)") }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Declare opt-outs and rights, or remove what tells too much.")

    @OptionGroup var input: InputOptions
    @OptionGroup var metadata: MetadataOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var destination: DestinationOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
      guard try !metadata.edit(defaultOptOut: []).isEmpty || signing.sign != nil else {
        throw ValidationError("say what to declare, such as --opt-out all or --creator NAME")
      }
    }

    func run() throws {
      try MetadataCommand.edit(
        input, destination, report, metadata.edit(defaultOptOut: []), signing: signing)
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove declared opt-outs, and with --rights also creator, copyright, contact, licence and terms.")

    @OptionGroup var input: InputOptions

    @Flag(help: "Also remove creator, copyright, contact, licence and terms.")
    var rights = false

    @OptionGroup var destination: DestinationOptions
    @OptionGroup var report: ReportOptions

    func run() throws {
      try MetadataCommand.edit(input, destination, report, MetadataEdit(clearsOptOut: true, clearsRights: rights))
    }
  }

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

  private static func edit(
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
    Interrupt.removeTemporariesOnInterrupt()
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
      try OutputFile.write(bytes, madeOf: original, to: job.output, target)
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
  private static func each(
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
