import Portfolio
import Protection

/// What `protect` says of its outputs to people.
enum ProtectWords {
  /// What one output cost, what it moves, and how well its mark is read.
  static func figures(_ outcome: Outcome) -> String {
    var parts: [String] = []
    if let cost = outcome.distortion {
      parts.append(
        "SSIMULACRA2 \(Progress.number(cost.ssimulacra2, 1)), \(Progress.number(cost.psnr, 1)) dB, ±\(Progress.number(cost.linf, 0))"
      )
    }
    if let score = outcome.protection?.encoders.min(by: { $0.medianRatio < $1.medianRatio }) {
      parts.append(
        "moves \(score.name) \(Progress.number(score.medianRatio, 2))× matched noise (worst \(Progress.number(score.worstRatio, 2)), \(score.worst))"
      )
    }
    if let mark = outcome.mark, mark.read {
      parts.append("mark \(mark.mark), \(Progress.number(mark.margin, 1))× what reading needs")
    }
    let seconds = Progress.number(Double(outcome.ms ?? 0) / 1000, 1)
    return ": \(parts.joined(separator: "; ")); \(seconds) s"
  }

  /// The worst of several outputs.
  static func closing(_ done: [Outcome]) -> [String] {
    guard done.count > 1 else { return [] }
    var lines: [String] = []
    if let worst = done.max(by: { cost($0) < cost($1) }), let figures = worst.distortion {
      lines.append("most visible: \(worst.input), SSIMULACRA2 \(Progress.number(figures.ssimulacra2, 1))")
    }
    let moved = done.compactMap { outcome in outcome.protection.flatMap(weakest).map { (outcome.input, $0) } }
    if let least = moved.min(by: { $0.1 < $1.1 }) {
      lines.append("least moved: \(least.0), \(Progress.number(least.1, 2))× matched noise in its worst handling")
    }
    return lines
  }

  private static func cost(_ outcome: Outcome) -> Double {
    100 - (outcome.distortion?.ssimulacra2 ?? 100)
  }

  private static func weakest(_ protection: DriftReport) -> Double? {
    protection.encoders.map(\.worstRatio).min()
  }
}
