import ArgumentParser
import Files
import Foundation
import Portfolio
import Report

/// Opens two pictures in the user's browser.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show two pictures under a slider, in your browser.",
    discussion: """
      Makes the page that `lacquer report` makes of a picture, as one file, and has xdg-open (on macOS open) show it. The file \
      lies in the temporary folder, unless --output names another place; a browser from a snap cannot read the temporary folder. \
      Exit status: 0 made, 2 a picture cannot be read, or the two differ in size, 74 the page cannot be written.
      """)

  @Argument(help: "The untouched picture.", completion: .file())
  var original: String

  @Argument(help: "The other picture.", completion: .file())
  var other: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where the page goes.", valueName: "html"), completion: .file())
  var output: String?

  @Flag(help: "Make the page, and open nothing.")
  var noOpen = false

  @Flag(help: "Do not measure how far encoders are moved where that is not on record.")
  var noDrift = false

  @OptionGroup var key: MarkKeyOption
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func validate() throws { try OutputName.demand(output) }

  func run() throws {
    for path in [original, other] { _ = try Terminal.reporting { try AtomicFile.read(path, first: 0) } }
    var run = ReportRun(
      title: "\(PathName.last(of: original)) and \(PathName.last(of: other))", report: report,
      threads: threads.threads, keys: try key.keysOrExit(), measuresDrift: !noDrift)
    run.demandsAll = true
    let place = ReportPlace.file(output ?? Self.temporaryPage())
    let file = InputFile(path: other, relativePath: PathName.last(of: other))
    let summary = try run.write([.file(file, original: original)], to: place)
    if report.json {
      Terminal.print(JSONLine.text(ReportLine(summary, place: place, sheet: nil)))
    } else if !report.quiet {
      Terminal.print(place.page)
    }
    if !noOpen, !Browser.open(place.page) {
      Terminal.say("lacquer: nothing here opens pages: open \(place.page) in a browser")
    }
  }

  private static func temporaryPage() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("lacquer-compare-\(UUID().uuidString).html").path
  }
}
