import ArgumentParser
import Foundation
import ImageCodec
import Metrics
import Portfolio
import Raster
import Verifier

/// Prints what a change cost.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the perceptual distance of two pictures.",
    discussion: "Exit status: 0 measured, 2 a picture cannot be read or the two differ in size.")

  @Argument(help: "The picture to compare with.", completion: .file())
  var reference: String

  @Argument(help: "The picture to judge.", completion: .file())
  var distorted: String

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp(
      "Measure only this. Repeatable: \(MetricName.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"))
  var metrics: [MetricName] = []

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let pair: (RasterImage, RasterImage)
    do {
      pair = try threads.use { (try picture(reference), try picture(distorted)) }
      guard pair.0.planes[0].hasSameSize(as: pair.1.planes[0]) else {
        throw VerifierError.differentSizes(pair.0.width, pair.0.height, pair.1.width, pair.1.height)
      }
    } catch {
      Terminal.say("lacquer: \(error is VerifierError ? "\(reference), \(distorted): \(error)" : "\(error)")")
      throw ExitCode.inputFailed
    }
    let chosen = metrics.isEmpty ? MetricName.allCases : metrics
    let values = threads.use { MetricName.values(chosen, pair.0, pair.1) }
    if report.json {
      return Terminal.print(JSONLine.text(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })))
    }
    for metric in chosen {
      let text = (values[metric] ?? nil).map { Progress.number($0, 4) } ?? "not defined for this pair"
      Terminal.print("\(metric.rawValue): \(text)")
    }
  }

  /// An error with the file's name.
  private struct ReadFailure: Error, CustomStringConvertible {
    let description: String
  }

  private func picture(_ path: String) throws -> RasterImage {
    do {
      return try ImageCodec.read(try AtomicFile.read(path)).workingCopy().rgb
    } catch {
      throw ReadFailure(description: "\(path): \(error)")
    }
  }
}
