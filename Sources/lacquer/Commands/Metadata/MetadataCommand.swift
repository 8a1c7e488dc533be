import ArgumentParser
import Metadata
import Portfolio

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
    let run = BatchRun(
      input: input, destination: destination, report: report, options: BatchOptions(),
      words: BatchPrinter.Words(line: { MetadataLine($0) }, sumsUp: false, statuses: [.written]))
    let (plan, listing) = try run.plan()
    try signing?.check(plan)
    try run.run(plan, listing, MetadataTask(edit: edit, signer: signer))
  }

  /// Does something with every input; those that fail are named and counted.
  static func each(
    _ expanded: (inputs: [InputFile], failures: [(path: String, error: PortfolioError)]),
    _ body: (InputFile) throws -> Void
  ) throws {
    let (inputs, failures) = expanded
    guard !inputs.isEmpty || !failures.isEmpty else { throw ExitCode.nothingMatched }
    for failure in failures { Terminal.say("lacquer: \(failure.error)") }
    var broken = failures.count
    for input in inputs {
      do {
        try body(input)
      } catch {
        broken += 1
        Terminal.say("lacquer: \(FailureMessage.text("\(error)", of: input.description))")
      }
    }
    if broken > 0 { throw ExitCode.inputFailed }
  }
}
