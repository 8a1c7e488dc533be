import ArgumentParser
import Foundation
import Portfolio

/// Lists pictures with what they are expected to cost, for machines that share them.
struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest", abstract: "List the pictures of a folder with what each will cost, for many machines.",
    discussion: """
      Every picture below the folder gets a line: path, bytes, pixels (from its header alone) and seconds of one core. \
      lacquer protect --files-from work.jsonl --shard I/N does one of N parts that cost the same; lacquer shards shows them. \
      Exit status: 0 all good, 2 a folder cannot be listed, 3 no pictures.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File of the manifest.", valueName: "file.jsonl"), completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Only names that match. Repeatable.", valueName: "glob"))
  var include: [String] = []

  @Option(help: ArgumentHelp("No names that match, and nothing in folders that match. Repeatable.", valueName: "glob"))
  var exclude: [String] = []

  @Flag(help: "Also kinds that are read only to become another (protect --to).")
  var convertible = false

  @Option(
    help: ArgumentHelp(
      "Objects that are not here yet, a line PATH;SIZE each (rclone lsf -R --files-only --format ps); costs follow from sizes.",
      valueName: "file"), completion: .file())
  var listing: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func validate() throws {
    guard listing == nil || (include.isEmpty && exclude.isEmpty) else {
      throw ValidationError("--listing takes no --include and --exclude: rclone lsf has its own")
    }
  }

  func run() throws {
    let tally = try Terminal.reportingFleet {
      try threads.use {
        if let listing {
          try ManifestSurvey.write(listing: listing, base: folder, to: output, converting: convertible)
        } else {
          try ManifestSurvey.write(
            folder, to: output, include: include, exclude: exclude, converting: convertible)
        }
      }
    }
    for failure in tally.failures { Terminal.say("lacquer: \(failure)") }
    if report.json {
      Terminal.print(JSONLine.text(Line(tally, output)))
    } else if !report.quiet {
      Terminal.say(Self.sentence(tally, output))
    }
    guard tally.failures.isEmpty else { throw ExitCode.inputFailed }
    guard tally.pictures > 0 else { throw ExitCode.nothingMatched }
  }

  private static func sentence(_ tally: ManifestSurvey.Tally, _ output: String) -> String {
    var sentence =
      "\(output): \(tally.pictures) pictures, \(tally.pixels / 1_000_000) megapixels, some "
      + String(format: "%.1f core-hours", tally.cost / 3600)
    if tally.unreadable > 0 { sentence += ", \(tally.unreadable) with headers that cannot be read" }
    let kinds = tally.unsupported.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    if !kinds.isEmpty { sentence += "; left out: \(kinds.joined(separator: ", "))" }
    return sentence
  }

  private struct Line: Encodable {
    let schema = 1
    let output: String
    let pictures: Int
    let unreadable: Int
    let unsupported: [String: Int]
    let bytes: Int
    let pixels: Int
    let cost: Double

    init(_ tally: ManifestSurvey.Tally, _ output: String) {
      self.output = output
      pictures = tally.pictures
      unreadable = tally.unreadable
      unsupported = tally.unsupported
      bytes = tally.bytes
      pixels = tally.pixels
      cost = (tally.cost * 1000).rounded() / 1000
    }
  }
}
