import Comparison
import Drift
import Foundation

/// Prints what `stress` found of one encoder, for people.
enum StressPrinter {
  static func print(_ score: DriftScore) {
    Terminal.print("\(score.name) (\(score.heldOut ? "held out" : "optimised on"))")
    let width = score.handlings.map(\.name.count).max() ?? 0
    for entry in score.handlings {
      let name = entry.name.padding(toLength: max(10, width), withPad: " ", startingAt: 0)
      var line = "  \(name) drift \(number(entry.drift, 4))  control \(number(entry.control, 4))"
      line += "  ratio \(entry.moves ? number(entry.ratio, 2) : "none, nothing moves")"
      if entry.moves, entry.gains != nil { line += "  gain \(entry.gain.map { number($0, 2) } ?? "none")" }
      if let progress = entry.progress, let control = entry.controlProgress {
        line += "  toward the target \(number(progress, 3)), control \(number(control, 3))"
      }
      Terminal.print(line)
    }
    let onlyRemovers = score.handlings.allSatisfy { $0.kind == .remover }
    if !score.moves {
      return Terminal.print("  nothing moves: the two show the same picture")
    }
    if !onlyRemovers {
      Terminal.print(
        "  everyday: median \(number(score.medianRatio, 2))× matched noise, worst \(number(score.worstRatio, 2)) after "
          + score.worst)
    }
    if let removers = score.removers {
      var line =
        "  removers: median \(number(removers.medianRatio, 2))× matched noise, worst \(number(removers.worstRatio, 2)) after "
        + removers.worst
      if let leaves = removers.leaves, let name = removers.leavesLeast {
        line += "; \(name) leaves \(number(100 * leaves, 0)) % of the drift"
      }
      Terminal.print(line)
    }
    if let target = score.target {
      Terminal.print(
        "  toward the target: median \(number(target.progress, 3)) of the way, matched noise \(number(target.control, 3)), "
          + "least \(number(target.least, 3)) after \(target.worst)")
    }
  }

  /// Prints what gain is left after each handling, over the encoders that took no part.
  static func print(_ rows: [GainAcrossEncoders], _ visibility: [EqualVisibility]) {
    let metrics = visibility.filter { $0.noise != nil }.map { word($0.metric) }
    guard !rows.isEmpty, !metrics.isEmpty else { return }
    let missing = visibility.contains { $0.metric == Metric.lpipsAlex.rawValue } ? "" : "; LPIPS was not asked"
    Terminal.print("gain over white noise as visible by \(metrics.joined(separator: ", by "))\(missing)")
    let width = rows.map(\.handling.count).max() ?? 0
    for row in rows {
      let name = row.handling.padding(toLength: max(10, width), withPad: " ", startingAt: 0)
      Terminal.print("  \(name) median \(number(row.median, 2))  worst \(number(row.worst, 2)) on \(row.encoder)")
    }
  }

  private static func word(_ metric: String) -> String {
    metric == Metric.lpipsAlex.rawValue
      ? "LPIPS (AlexNet)" : metric == Metric.ssimulacra2.rawValue ? "SSIMULACRA2" : metric
  }

  private static func number(_ value: Double, _ digits: Int) -> String { Progress.number(value, digits) }
}
