import ArgumentParser
import Foundation
import Portfolio
import Report
import Synchronization

/// A report of what `protect` made.
struct ReportFolderOption: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Also make pages that show all outputs beside their originals (see lacquer report).", valueName: "folder"),
    completion: .directory)
  var folder: String?

  /// Whether a report can be made of what a batch does.
  ///
  /// - Throws: `ValidationError`.
  func validate(_ destination: DestinationOptions, _ batch: BatchFlags, _ input: InputOptions) throws {
    guard let folder else { return }
    guard !folder.isEmpty else { throw ValidationError("--report needs the name of a folder") }
    for other in input.inputs + [destination.output].compactMap(\.self)
    where ReportPlace.folder(folder).lies(below: other) {
      throw ValidationError("a report below \(other) would be taken for pictures: name another --report")
    }
    guard !destination.inPlace else {
      throw ValidationError("--report shows originals, which --in-place replaces: name an --output")
    }
    guard !batch.dryRun else { throw ValidationError("--report and --dry-run exclude each other") }
    guard destination.output != "-", !input.inputs.contains("-") else {
      throw ValidationError("--report shows files: give files instead of -")
    }
  }
}

extension ReportFolderOption {
  /// Makes sure before a batch begins that its report can be written.
  ///
  /// - Throws: `ExitCode.inputOutput`.
  func demandWritable() throws {
    guard let folder else { return }
    try Terminal.reporting(.inputOutput) { try ReportPlace.folder(folder).demandWritable() }
  }
}

/// What a report of a batch shows, noted while the batch runs.
final class ReportedSubjects: Sendable {
  private let folder: String?
  private let output: String
  private let subjects: Mutex<[ReportSubject]>

  /// - Parameter output: the folder of the outputs, below which names are told.
  init(_ option: ReportFolderOption, _ listing: InputListing, below output: String) {
    folder = option.folder
    self.output = output
    subjects = Mutex(
      listing.unsupported.map { .absent(AbsentPicture(unsupported: $0.input, kind: $0.kind)) })
  }

  func note(_ record: CopyRecord) {
    guard folder != nil else { return }
    subjects.withLock { $0.append(ReportSubject(record, below: output)) }
  }

  /// Makes the report, if it is wanted.
  ///
  /// - Throws: `ExitCode.inputOutput`.
  func write(_ mark: MarkOptions, _ threads: ThreadOptions, _ report: ReportOptions) throws {
    guard let folder else { return }
    let run = ReportRun(
      title: URL(fileURLWithPath: output).standardizedFileURL.lastPathComponent, report: report,
      threads: threads.threads, keys: try Terminal.reporting(.inputOutput, mark.readers))
    // Pictures are done in any order.
    let sorted = subjects.withLock { $0 }.sorted { $0.name < $1.name }
    try run.write(sorted, to: .folder(folder))
    if !report.quiet { Terminal.say("report: \(ReportPlace.folder(folder).page)") }
  }
}
