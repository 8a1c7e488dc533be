import ArgumentParser
import Files
import Foundation
import Portfolio
import Raster
import Verifier

extension Metric: ExpressibleByArgument {}
extension DifferencePictures.Map: ExpressibleByArgument {}

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

  @Option(
    help: ArgumentHelp("Write where it is seen, in colours with a legend.", valueName: "png"), completion: .file())
  var heatmap: String?

  @Option(help: ArgumentHelp("What --heatmap shows: butteraugli or flip.", valueName: "name"))
  var map: DifferencePictures.Map = .butteraugli

  @Option(help: ArgumentHelp("Write the signed difference round grey.", valueName: "png"), completion: .file())
  var diff: String?

  @Option(help: ArgumentHelp("By how much --diff is amplified; by default as much as it bears.", valueName: "n"))
  var amplify: Int?

  @Option(help: ArgumentHelp("Write both pictures beside each other.", valueName: "png"), completion: .file())
  var sideBySide: String?

  @Option(help: ArgumentHelp("Write both pictures in turn, as an animated PNG.", valueName: "png"), completion: .file())
  var flicker: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  /// Above so many pixels networks are run only where they are named.
  private static let networkPixels = 4_000_000

  /// The JSON object: the metrics by name, and what else is known.
  private struct Result: Encodable {
    var findings: [Metric: Finding]
    /// How to get what is not at hand, by the metric's name.
    var unavailable: [String: String]
    var alignment: Alignment?
    var regions: Regions?
    var amplification: Int?

    struct Regions: Encodable {
      let columns, rows: Int
      let cells: [RegionGrid.Cell]
      let worst: [String: Int]
    }

    private struct Key: CodingKey {
      let stringValue: String
      let intValue: Int? = nil
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      // Null, not left out, where there is no figure: scripts look for the key.
      for (metric, finding) in findings { try container.encode(finding.value, forKey: Key(metric.rawValue)) }
      if !unavailable.isEmpty { try container.encode(unavailable, forKey: Key("unavailable")) }
      try container.encodeIfPresent(alignment, forKey: Key("align"))
      try container.encodeIfPresent(regions, forKey: Key("regions"))
      try container.encodeIfPresent(amplification, forKey: Key("diff_amplification"))
    }
  }

  func validate() throws {
    guard (0...64).contains(grid) else { throw ValidationError("--grid must be from 0 to 64") }
    if let amplify, !(1...255).contains(amplify) { throw ValidationError("--amplify must be from 1 to 255") }
  }

  func run() throws {
    do {
      try threads.use(measure)
    } catch let error as Failure {
      Terminal.say("lacquer: \(error)")
      throw ExitCode.inputFailed
    }
  }

  /// An error with the file's name.
  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private func measure() throws {
    let pair = try read()
    let chosen = metrics.isEmpty ? Metric.allCases : metrics
    let isLarge = pair.width * pair.height > Self.networkPixels
    let slow = metrics.isEmpty && isLarge ? chosen.filter { $0.network != nil } : []
    var result = Result(
      findings: Measurement(chosen.filter { !slow.contains($0) }, threads: threads.threads)(pair), unavailable: [:],
      alignment: pair.alignment)
    for metric in slow {
      result.findings[metric] = .unavailable("left out, since it takes long at this size: --metric \(metric.rawValue)")
    }
    for (metric, finding) in result.findings {
      if case .unavailable(let remedy) = finding { result.unavailable[metric.rawValue] = remedy }
    }
    result.amplification = try writePictures(pair)
    if report.json {
      let regional = metrics.isEmpty ? Metric.regional : metrics.filter { $0.network == nil }
      if grid > 0 && !regional.isEmpty {
        let regions = RegionGrid(pair, side: grid, measurement: Measurement(regional))
        result.regions = .init(
          columns: regions.columns, rows: regions.rows, cells: regions.cells, worst: regions.worst)
      }
      Terminal.print(JSONLine.text(result))
    } else if !report.quiet {
      show(result, chosen)
    }
    for metric in metrics {
      guard let remedy = result.unavailable[metric.rawValue] else { continue }
      Terminal.say("lacquer: \(metric.rawValue): \(remedy)")
    }
    if metrics.contains(where: { result.unavailable[$0.rawValue] != nil }) { throw ExitCode.inputFailed }
  }

  private func show(_ result: Result, _ chosen: [Metric]) {
    if let alignment = result.alignment {
      Terminal.print(
        "aligned: orientation \(alignment.orientation.rawValue), \(alignment.width)×\(alignment.height) pixels shared, "
          + "from \(alignment.x), \(alignment.y) of the reference and \(alignment.distortedX), \(alignment.distortedY) "
          + "of the other")
    }
    for metric in chosen {
      let text =
        switch result.findings[metric] {
        case .value(let value): Progress.number(value, 4)
        case .unavailable(let remedy): remedy
        default: "not defined for this pair"
        }
      Terminal.print("\(metric.rawValue): \(text)")
    }
    if let diff, let amplification = result.amplification {
      Terminal.print("\(diff): the difference ×\(amplification)")
    }
  }

  private func read() throws -> PicturePair {
    let (first, second) = try Both.of(reference, distorted) { path in
      do {
        return try Picture(file: try AtomicFile.read(path))
      } catch {
        throw Failure(description: "\(path): \(error)")
      }
    }
    do {
      return try PicturePair(reference: first, distorted: second, aligning: align)
    } catch {
      throw Failure(description: "\(reference), \(distorted): \(error)")
    }
  }

  /// Writes the pictures that are asked for; returns by how much the difference was amplified.
  private func writePictures(_ pair: PicturePair) throws -> Int? {
    guard heatmap != nil || diff != nil || sideBySide != nil || flicker != nil else { return nil }
    let pictures = DifferencePictures(pair)
    var amplification: Int?
    do {
      if let heatmap { try AtomicFile.write(pictures.heatmap(map).png(), to: heatmap, existing: .replace) }
      if let diff {
        let signed = pictures.signed(amplification: amplify)
        amplification = signed.amplification
        try AtomicFile.write(signed.canvas.png(), to: diff, existing: .replace)
      }
      if let sideBySide { try AtomicFile.write(pictures.sideBySide().png(), to: sideBySide, existing: .replace) }
      if let flicker { try AtomicFile.write(pictures.flicker(), to: flicker, existing: .replace) }
    } catch {
      throw Failure(description: "\(error)")
    }
    return amplification
  }
}
