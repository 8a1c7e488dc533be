import Comparison
import Foundation
import Raster

/// What closes the verdicts of several files: counts, medians, and the five worst.
struct VerifySummary: Encodable {
  /// One file among the worst.
  struct Entry: Encodable {
    let file: String
    let ssimulacra2: Double
  }

  private(set) var files = 0
  private(set) var ok = 0
  /// Files of which a check says no.
  private(set) var refused = 0
  /// Files that could not be judged.
  private(set) var failed = 0
  /// Those among them of which nothing says what they should be.
  private(set) var unjudged = 0
  /// Outputs on record that are gone, and originals without a copy, among the refused.
  private(set) var missing = 0
  /// Figures by the names of their checks.
  private var figures: [String: [Double]] = [:]
  private var scores: [Entry] = []

  mutating func add(_ verdict: Verdict) {
    files += 1
    if verdict.error != nil { failed += 1 } else if verdict.ok { ok += 1 } else { refused += 1 }
    if verdict.error?.code == "unjudged" { unjudged += 1 }
    if verdict.checks.contains(where: { $0.name == "present" || $0.name == "copy" }) { missing += 1 }
    for check in verdict.checks {
      guard let value = check.value else { continue }
      figures[check.name, default: []].append(value)
      if check.name == Metric.ssimulacra2.rawValue { scores.append(Entry(file: verdict.file, ssimulacra2: value)) }
    }
  }

  var medians: [String: Double] { figures.mapValues(\.median) }

  /// The five lowest scores, the worst first.
  var worst: [Entry] { Array(scores.sorted { $0.ssimulacra2 < $1.ssimulacra2 }.prefix(5)) }

  /// The summary for people.
  var lines: [String] {
    var lines: [String] = []
    if !worst.isEmpty {
      lines.append("worst by ssimulacra2:")
      lines += worst.map { entry in
        let score = Progress.number(entry.ssimulacra2, 2)
        return "  \(String(repeating: " ", count: max(0, 6 - score.count)))\(score)  \(entry.file)"
      }
      lines.append(
        "medians: "
          + medians.sorted { $0.key < $1.key }.map { "\($0.key) \(Progress.number($0.value, 2))" }
          .joined(separator: ", "))
    }
    let gone = missing > 0 ? " (\(missing) missing)" : ""
    lines.append("\(ok) of \(files) files pass, \(refused) do not\(gone), \(failed) could not be judged")
    return lines
  }

  enum CodingKeys: String, CodingKey { case schema, summary }
  enum SummaryKeys: String, CodingKey { case files, ok, refused, failed, unjudged, missing, medians, worst }

  func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: CodingKeys.self)
    try line.encode(1, forKey: .schema)
    var summary = line.nestedContainer(keyedBy: SummaryKeys.self, forKey: .summary)
    try summary.encode(files, forKey: .files)
    try summary.encode(ok, forKey: .ok)
    try summary.encode(refused, forKey: .refused)
    try summary.encode(failed, forKey: .failed)
    try summary.encode(unjudged, forKey: .unjudged)
    try summary.encode(missing, forKey: .missing)
    try summary.encode(medians, forKey: .medians)
    try summary.encode(worst, forKey: .worst)
  }
}
