import ArgumentParser
import Foundation
import Portfolio
import Report
import Watermark

/// Makes pages that show what was done to pictures.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show protected pictures beside their originals, as pages for a browser.",
    discussion: """
      A portfolio of all pictures, and a page for each: both under a slider, in turn or beside each other, opened where the change \
      is seen most; what it cost and what it moves; the mark, what the file declares, and who vouches for it. The pages need no \
      network and no program but a browser, and print on one page a picture. An earlier report is replaced, anything else is not. \
      Exit status: 0 made, 2 made, and a picture in it does not pass or could not be judged, 3 no file matched, 74 it cannot be \
      written.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: ArgumentHelp("The original, or the folder of originals.", valueName: "path"), completion: .file())
  var against: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder of the report, or with --single-file its file.", valueName: "path"),
    completion: .directory)
  var output: String?

  @Flag(help: "Write one HTML file with everything in it, to be sent.")
  var singleFile = false

  @Option(
    help: ArgumentHelp(
      "Also, or only, write all pictures on one sheet, for those without a browser.", valueName: "png"),
    completion: .file())
  var sheet: String?

  @Flag(
    help: ArgumentHelp(
      "Measure how far encoders are moved where that is not on record, and show what an autoencoder makes of both where one was added with its decoder (seconds a picture)."
    ))
  var drift = false

  @OptionGroup var key: MarkKeyOption
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard output != nil || sheet != nil else {
      throw ValidationError("say where the report goes: --output FOLDER, or --sheet PNG")
    }
    try OutputName.demand(output)
    try OutputName.demandPNG(sheet, "--sheet")
    guard !singleFile || output != nil else { throw ValidationError("--single-file needs --output FILE") }
    for folder in input.inputs {
      guard let output, ReportPlace.folder(output).lies(below: folder), !singleFile else { continue }
      throw ValidationError("a report below \(folder) would be taken for pictures: name another --output")
    }
  }

  func run() throws {
    let paths = try input.paths()
    let listing = try input.listing()
    if !report.quiet { InputOptions.sayNotEntered(listing.notEntered) }
    guard !listing.inputs.isEmpty || !listing.failures.isEmpty else {
      Terminal.say("lacquer: no PNG, JPEG or WebP among the inputs")
      throw ExitCode.nothingMatched
    }
    guard !listing.inputs.isEmpty else {
      for failure in listing.failures { Terminal.say("lacquer: \(failure.error)") }
      throw ExitCode.inputFailed
    }
    var verifier = FileVerifier()
    let originals = try Terminal.reporting { try Originals(against) }
    verifier.originals = originals
    let run = ReportRun(
      title: Self.title(paths), report: report, threads: threads.threads, verifier: verifier,
      keys: try key.keysOrExit(), measuresDrift: drift)
    for failure in listing.failures { Terminal.say("lacquer: \(failure.error)") }
    let subjects =
      listing.inputs.map { ReportSubject.file($0, original: nil) }
      + listing.failures.map { .absent(AbsentPicture(name: $0.path, status: .failed, reason: "\($0.error)")) }
    let place = output.map { singleFile ? ReportPlace.file($0) : .folder($0) }
    let completeness = Completeness(paths: paths, list: input.list)
    let summary = try run.write(subjects, to: place, sheet: sheet) {
      completeness.verdicts(originals: originals).map { AbsentPicture($0, below: paths + [against]) }
    }
    for problem in summary.problems { Terminal.say("lacquer: \(problem)") }
    if report.json {
      Terminal.print(JSONLine.text(ReportLine(summary, place: place, sheet: sheet)))
    } else if !report.quiet {
      for path in [place?.page, sheet].compactMap(\.self) { Terminal.print(path) }
    }
    if summary.counts[.failed] != nil { throw ExitCode.inputFailed }
  }

  /// The name of the folder, or of the first of several files.
  private static func title(_ paths: [String]) -> String {
    let name = URL(fileURLWithPath: paths.first ?? ".").standardizedFileURL.lastPathComponent
    return paths.count > 1 ? "\(name) and \(paths.count - 1) more" : name
  }
}
