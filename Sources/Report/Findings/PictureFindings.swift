import Comparison
import Metadata
import Portfolio

/// Everything that a report tells of one file, but its pictures.
struct PictureFindings: Sendable {
  /// Its path below the folder that the report is of.
  let name: String
  let status: ReportStatus
  /// Why it failed.
  let reason: String?
  let cost: VisibleCost?
  /// What was recorded of it, or measured for the report.
  let figures: OutputLog.Figures?
  let mark: MarkFinding
  /// `nil` where the metadata cannot be read.
  let metadata: MetadataSummary?
  let checks: [Verdict.Check]
  /// The protected file and the original.
  let files: [FileFact]

  /// The figure of a check.
  func value(_ check: String) -> Double? { checks.first { $0.name == check }?.value }

  /// SSIMULACRA2 over the whole picture.
  var score: Double? { value(Metric.ssimulacra2.rawValue) }

  /// How far the encoder that is moved least beyond noise is moved: its ratios over matched noise.
  var gain: Gain? {
    figures?.encoders.compactMap(Gain.init).min { $0.median < $1.median }
  }
}

/// What is seen of a change, and where the most.
struct VisibleCost: Sendable, Equatable {
  let width: Int
  let height: Int
  let worst: WorstPlace
  /// What a picture with alpha is shown over.
  let ground: Ground?
}

/// A file of a pair.
struct FileFact: Sendable, Equatable {
  let role: String
  let name: String
  let bytes: Int
  let sha256: String
  /// What the reader of files says that it is.
  let kind: String
}

/// How an encoder is moved beyond noise that is matched to the change.
struct Gain: Sendable, Equatable {
  let encoder: String
  /// Drift over that of noise: the median over the handlings, and the least with its handling.
  let median: Double
  let worst: Double
  let worstHandling: String

  /// - Returns: `nil` where nothing moves.
  init?(_ encoder: OutputLog.Figures.Encoder) {
    let ratios = encoder.movements.compactMap { movement in movement.ratio.map { (movement.handling, $0) } }
    guard let worst = ratios.min(by: { $0.1 < $1.1 }) else { return nil }
    self.encoder = encoder.name
    self.worst = worst.1
    worstHandling = worst.0
    let sorted = ratios.map(\.1).sorted()
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
