import Comparison
import ImageCodec

/// The JSON object of `measure`: the metrics by name, and what else is known of the pair.
struct MeasureResult: Encodable {
  var findings: [Metric: Finding]
  /// Where the difference is seen the most; `nil` where nobody asked for Butteraugli.
  var worst: WorstPlace?
  /// How to get what is not at hand, by the metric's name.
  var unavailable: [String: String]
  var alignment: Alignment?
  var regions: Regions?
  var amplification: Int?
  /// What was done to the reference before it was protected, and so before it was compared.
  var preparation: Preparation?

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
    try container.encodeIfPresent(worst, forKey: Key("worst"))
    if !unavailable.isEmpty { try container.encode(unavailable, forKey: Key("unavailable")) }
    try container.encodeIfPresent(alignment, forKey: Key("align"))
    try container.encodeIfPresent(regions, forKey: Key("regions"))
    try container.encodeIfPresent(amplification, forKey: Key("diff_amplification"))
    try container.encodeIfPresent(preparation, forKey: Key("preparation"))
  }

  /// Prints the metrics for people.
  func print(_ chosen: [Metric], diff: String?) {
    if let preparation { Terminal.print("compared with the reference as it was prepared: \(preparation.words)") }
    if let alignment = alignment {
      Terminal.print(
        "aligned: orientation \(alignment.orientation.rawValue), \(alignment.width)×\(alignment.height) pixels shared, "
          + "from \(alignment.x), \(alignment.y) of the reference and \(alignment.distortedX), \(alignment.distortedY) "
          + "of the other")
    }
    for metric in chosen {
      let text =
        switch findings[metric] {
        case .value(let value): Progress.number(value, 4)
        case .unavailable(let remedy): remedy
        default: "not defined for this pair"
        }
      Terminal.print("\(metric.rawValue): \(text)")
    }
    if let worst {
      Terminal.print(
        worst.distance == 0
          ? "worst place: none, the two look the same everywhere"
          : "worst place: \(worst.x), \(worst.y) in pixels from the top left, Butteraugli "
            + "\(Progress.number(worst.distance, 2))\(worst.smooth ? ", where the picture is smooth" : "")")
    }
    if let diff, let amplification {
      Terminal.print("\(diff): the difference ×\(amplification)")
    }
  }
}
