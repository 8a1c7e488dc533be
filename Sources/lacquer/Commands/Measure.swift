import ArgumentParser
import Comparison
import Files
import Foundation
import ImageCodec
import Portfolio
import Raster

extension Metric: ExpressibleByArgument {}

/// Prints what a change cost.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the perceptual distance of two pictures.",
    discussion: """
      Pictures are compared upright and in sRGB; those with alpha over black, white and a checker, of which the worst \
      counts. Exit status: 0 measured, 2 a picture cannot be read, the two differ in size, or a metric that was named is \
      not available.
      """)

  @Argument(help: "The picture to compare with.", completion: .file())
  var reference: String

  @Argument(help: "The picture to judge.", completion: .file())
  var distorted: String

  @Option(
    name: .customLong("metric"), help: ArgumentHelp("Measure only this. Repeatable.", valueName: "name"))
  var metrics: [Metric] = []

  @Flag(help: "Find by which quarter turn, mirroring and crop in whole pixels the second picture lies over the first.")
  var align = false

  @Option(
    help: ArgumentHelp(
      "With --json: parts along each side that are measured by themselves; 0 for none.", valueName: "n"))
  var grid = 4

  @OptionGroup(title: "Preparation of the first picture, where none is on record") var preparation: PreparationOptions
  @OptionGroup var pictures: DifferencePictureOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  /// Above so many pixels networks are run only where they are named.
  private static let networkPixels = 4_000_000

  func validate() throws {
    guard (0...64).contains(grid) else { throw ValidationError("--grid must be from 0 to 64") }
  }

  func run() throws {
    try Terminal.reporting { try threads.use(measure) }
  }

  /// An error with the file's name.
  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private func measure() throws {
    let progress = Progress(total: 1, isShown: !report.quiet)
    progress.begin("\(distorted) beside \(reference)")
    let (pair, prepared) = try read()
    let chosen = metrics.isEmpty ? Metric.allCases : metrics
    let isLarge = pair.width * pair.height > Self.networkPixels
    let slow = metrics.isEmpty && isLarge ? chosen.filter { $0.network != nil } : []
    let measured = Measurement(chosen.filter { !slow.contains($0) }, threads: threads.threads).measure(pair)
    var result = MeasureResult(
      findings: measured.findings, worst: measured.worst, unavailable: [:], alignment: pair.alignment)
    for metric in slow {
      result.findings[metric] = .unavailable("left out, since it takes long at this size: --metric \(metric.rawValue)")
    }
    for (metric, finding) in result.findings {
      if case .unavailable(let remedy) = finding { result.unavailable[metric.rawValue] = remedy }
    }
    result.preparation = prepared
    result.amplification = try pictures.write(pair)
    progress.finish()
    if report.json {
      let regional = metrics.isEmpty ? Metric.regional : metrics.filter { $0.network == nil }
      if grid > 0 && !regional.isEmpty {
        let regions = RegionGrid(pair, side: grid, measurement: Measurement(regional))
        result.regions = .init(
          columns: regions.columns, rows: regions.rows, cells: regions.cells, worst: regions.worst)
      }
      Terminal.print(JSONLine.text(result))
    } else if !report.quiet {
      result.print(chosen, diff: pictures.diff)
    }
    for metric in metrics {
      guard let remedy = result.unavailable[metric.rawValue] else { continue }
      Terminal.say("lacquer: \(metric.rawValue): \(remedy)")
    }
    if metrics.contains(where: { result.unavailable[$0.rawValue] != nil }) { throw ExitCode.inputFailed }
  }

  /// - Throws: `Failure` with the file's name.
  private static func read<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw Failure(description: FailureMessage.text("\(error)", of: path))
    }
  }

  /// - Returns: the pictures, and what was done to the first before it was protected.
  private func read() throws -> (pair: PicturePair, prepared: Preparation?) {
    let judged = try Self.read(distorted) { try AtomicFile.read(distorted) }
    let asked = preparation.preparation()
    let (first, second) = try Both.of((reference, true), (distorted, false)) { path, isReference in
      try Self.read(path) { () -> (picture: Picture, prepared: Preparation?) in
        guard isReference else { return (try Picture(file: judged), nil) }
        let original = try AtomicFile.read(reference)
        // What was resized or converted before it was protected is compared with that.
        let prepared = try RecordedPreparation.prepared(original, of: distorted, bytes: judged, asked: asked)
        return (try Picture(file: prepared?.bytes ?? original), prepared?.preparation)
      }
    }
    do {
      let pair = try PicturePair(reference: first.picture, distorted: second.picture, aligning: align)
      return (pair, first.prepared)
    } catch {
      throw Failure(description: "\(reference), \(distorted): \(error)")
    }
  }
}
