import Foundation
import Plotting
import Portfolio

/// The plot of how far an encoder is moved after each handling, beside noise that is matched to the change.
package enum MovementPlot {
  struct View: Sendable {
    let title: String
    let svg: String
    let note: String
  }

  static func views(_ figures: OutputLog.Figures?) -> [View] {
    (figures?.encoders ?? []).compactMap { encoder in
      let movements = encoder.movements.filter { $0.drift.isFinite && $0.control.isFinite }
      guard let largest = movements.flatMap({ [$0.drift, $0.control] }).max(), largest > 0 else { return nil }
      let rows = movements.map { movement in
        DotPlot.Row(
          movement.handling == "none" ? "as it is" : movement.handling,
          [.init(100 * movement.drift), .init(100 * movement.control)],
          note: movement.ratio.map { Sentences.number($0, 2) + " ×" } ?? "–")
      }
      let plot = DotPlot(
        rows: rows, series: ["this change", "noise of the same size and shape"], ticks: ticks(upTo: 100 * largest),
        unit: "how far the encoder's answer moves, % of its length")
      let label =
        "How far \(encoder.name) is moved: "
        + zip(rows, movements).map { row, movement in
          "\(row.name) \(Sentences.number(100 * movement.drift, 1)) %, noise \(Sentences.number(100 * movement.control, 1)) %"
        }.joined(separator: "; ")
      return View(
        title: "How far \(encoder.name) is moved, by what happens to the picture", svg: plot.svg(.page, label: label),
        note:
          "On the right: structure, how many times as far as noise. 1 × is no better than noise. No figure says that nobody can "
          + "train on a picture.")
    }
  }

  /// Four to eight round places from 0 to at least a figure.
  package static func ticks(upTo largest: Double) -> [Double] {
    let decade = pow(10, floor(log10(largest / 4)))
    let step = [1, 2, 5, 10].map { $0 * decade }.first { largest / $0 <= 8 } ?? largest
    return (0...Int((largest / step).rounded(.up))).map { Double($0) * step }
  }
}
