import Comparison
import Portfolio
import Protection

/// What `protect` says of its outputs to people: one line a picture in words, with the figures on demand.
enum ProtectWords {
  /// What one output cost, what it moves, and how well its mark is read, as the rest of a line that begins with its name.
  static func sentence(_ record: CopyRecord) -> String {
    var parts: [String] = []
    if let cost = record.figures?.distortion { parts.append(seen(cost, record)) }
    if let protection = record.figures?.drift, record.figures?.distortion.linf != 0 { parts += movement(protection) }
    if let mark = record.marks.invisible { parts.append("mark \(reserve(mark))") }
    parts.append("\(Progress.number(Double(record.time.milliseconds ?? 0) / 1000, 1)) s")
    return parts.joined(separator: " · ")
  }

  /// All figures of one output, for `--verbose`.
  static func figures(_ record: CopyRecord) -> [String] {
    var parts: [String] = []
    if let cost = record.figures?.distortion {
      parts += [
        "SSIMULACRA2 \(Progress.number(cost.ssimulacra2, 1))", "\(Progress.number(cost.psnr, 1)) dB",
        "±\(Progress.number(cost.linf, 0))", "\(Progress.number(cost.growth, 2)) times as large",
      ]
    }
    for score in record.figures?.drift.encoders ?? [] {
      parts.append(
        "moves \(score.name) \(Progress.number(score.medianRatio, 2))× matched noise "
          + "(worst \(Progress.number(score.worstRatio, 2)), \(score.worst); "
          + "by \(Progress.number(score.handlings.first?.drift ?? 0, 3)) of its length)"
          + (score.medianGain.map { ", \(Progress.number($0, 2))× noise as visible" } ?? ""))
    }
    if let mark = record.marks.invisible {
      parts.append(
        "mark \(mark.mark), \(Progress.number(mark.margin, 1))× what reading needs, \(Progress.number(mark.psnr, 1)) dB"
      )
    }
    var lines = parts.isEmpty ? [] : [parts.joined(separator: "; ")]
    if let peaks = record.time.stages?.peaks, !peaks.isEmpty {
      let stages = peaks.map { "\($0.part) \($0.bytes / 1_000_000) MB" }
      lines.append("most memory of the process by the end of each stage: \(stages.joined(separator: ", "))")
    }
    return lines
  }

  /// The worst of several outputs.
  static func closing(_ summary: BatchSummary) -> [String] {
    guard summary.doneCount > 1 else { return [] }
    var lines: [String] = []
    if let worst = summary.mostVisible, let cost = worst.figures?.distortion, cost.linf > 0 {
      lines.append("most visible: \(worst.name), \(seen(cost, worst))")
    }
    // What did not change at all was moved least; where that is so of all, the count says it.
    if summary.counts[.unchanged] != summary.doneCount, let least = summary.leastMoving, least.movement < .infinity {
      let words =
        least.movement == 0
        ? "not changed" : "\(Progress.number(least.movement, 2)) times as far as noise in its worst case"
      lines.append("weakest: \(least.name), \(words)")
    }
    return lines
  }

  // MARK: - Scales

  /// How a change is seen: by the score of the whole picture, but at `strong` at least up close, since its limits allow single places
  /// more than is hidden there, and the score says nothing of them.
  private static func seen(_ cost: Distortion, _ record: CopyRecord) -> String {
    let least: SeenScale = record.order?.recipe.strength == .strong && cost.linf > 0 ? .seenUpClose : .notSeen
    return
      "\(max(least, SeenScale(ssimulacra2: cost.ssimulacra2)).rawValue) (\(Progress.number(cost.ssimulacra2, 0)) of 100)"
  }

  /// How far the encoder that is moved least beyond noise is moved: in itself, and beside noise.
  private static func movement(_ protection: DriftReport) -> [String] {
    guard let score = protection.encoders.min(by: { $0.medianRatio < $1.medianRatio }) else { return [] }
    let drift = score.handlings.first?.drift ?? 0
    let far =
      switch drift {
      case 0.3...: "far"
      case 0.15..<0.3: "well"
      case 0.05..<0.15: "a little"
      default: "hardly"
      }
    let beyond =
      switch score.worstRatio {
      case 1.2...: "much further than noise does"
      case 1.05..<1.2: "further than noise does"
      default: score.medianRatio >= 1.05 ? "at worst no further than noise does" : "no further than noise does"
      }
    return ["models are moved \(far) (\(Progress.number(100 * drift, 0)) %), \(beyond)"]
      + (protection.grain.flatMap(movement).map { [$0] } ?? [])
  }

  /// How far the grain moves the encoder that it moves least, and how far one does that is not shaped.
  private static func movement(_ grain: GrainEffect) -> String? {
    guard let score = grain.encoders.min(by: { $0.medianRatio < $1.medianRatio }), let whole = score.handlings.first
    else { return nil }
    let ratio = Progress.number(whole.ratio, 2)
    return
      "with its \(grain.kind.rawValue) grain by \(Progress.number(100 * whole.drift, 0)) %, \(ratio) times as far as by plain grain"
  }

  private static func reserve(_ mark: EmbeddedMark) -> String {
    guard mark.read else { return "cannot be read" }
    return mark.margin >= 1.5
      ? "readable with reserve" : mark.margin >= 1 ? "readable" : "readable now, not after resaving"
  }
}
