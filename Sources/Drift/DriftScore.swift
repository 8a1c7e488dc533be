import Handling
import Raster

/// How far a protected picture moves one encoder, against noise that is matched to the change.
package struct DriftScore: Sendable, Equatable, Encodable {
  /// After one handling.
  package struct Entry: Sendable, Equatable, Encodable {
    /// The handling's name.
    package let name: String
    /// Why pictures are handled so; records of earlier versions do not say, and have everyday handlings only.
    package let kind: Handling.Kind?
    /// ‖E(h(protected)) − E(h(original))‖ over ‖E(h(original))‖, with E the latent.
    package let drift: Double
    /// The same for matched noise, mean over seeds.
    package let control: Double
    /// `drift / control`: 1 means no better than noise, and also stands where nothing moves; as JSON that is `null`.
    package let ratio: Double
    /// The share of the way to a target's latent that the change covers:
    /// ⟨E(h(y)) − E(h(x)), E(h(t)) − E(h(x))⟩ / ‖E(h(t)) − E(h(x))‖², if there is a target t.
    package var progress: Double?
    /// The same for matched noise, mean over seeds.
    package var controlProgress: Double?
    /// Drift over that of white noise that is as visible, one a metric that sees the change; `nil` if that was not asked for.
    package var gains: [Gain]?

    enum CodingKeys: String, CodingKey {
      case name, kind, drift, control, ratio, progress, gain, gains
      case controlProgress = "control_progress"
    }

    /// Whether the change or its control moves the encoder at all.
    package var moves: Bool { drift > 0 || control > 0 }

    /// The lowest gain over the metrics; `nil` where none sees the change, where noise moves nothing, or where it was not measured.
    package var gain: Double? { gains?.compactMap(\.least).min() }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encodeIfPresent(kind, forKey: .kind)
      try container.encode(drift, forKey: .drift)
      try container.encode(control, forKey: .control)
      try container.encode(moves ? ratio : nil, forKey: .ratio)
      try container.encodeIfPresent(progress, forKey: .progress)
      try container.encodeIfPresent(controlProgress, forKey: .controlProgress)
      guard let gains else { return }
      try container.encode(gain, forKey: .gain)
      try container.encode(gains, forKey: .gains)
    }
  }

  /// What several handlings of a kind leave.
  package struct Summary: Sendable, Equatable, Codable {
    /// Median and smallest of the ratios, and the handling that gave the smallest.
    package let medianRatio: Double
    package let worstRatio: Double
    package let worst: String
    /// The least share of the drift of the unhandled picture that one of them leaves, and which; none if that drift was not
    /// measured.
    package let leaves: Double?
    package let leavesLeast: String?

    enum CodingKeys: String, CodingKey {
      case worst, leaves
      case medianRatio = "median_ratio"
      case worstRatio = "worst_ratio"
      case leavesLeast = "leaves_least"
    }

    init?(_ entries: [Entry], unhandled: Double?) {
      guard let worst = entries.min(by: { $0.ratio < $1.ratio }), let least = entries.min(by: { $0.drift < $1.drift })
      else { return nil }
      medianRatio = entries.map(\.ratio).median
      worstRatio = worst.ratio
      self.worst = worst.name
      leaves = unhandled.flatMap { $0 > 0 ? least.drift / $0 : nil }
      leavesLeast = leaves == nil ? nil : least.name
    }
  }

  /// How far the change goes toward a target, over all handlings.
  package struct Toward: Sendable, Equatable, Codable {
    /// Median share of the way, and that of matched noise.
    package let progress: Double
    package let control: Double
    /// The least share of the way, and after which handling.
    package let least: Double
    package let worst: String

    init?(_ entries: [Entry]) {
      let found = entries.compactMap { entry in entry.progress.map { (entry, $0) } }
      guard let last = found.min(by: { $0.1 < $1.1 }) else { return nil }
      progress = found.map(\.1).median
      control = found.compactMap(\.0.controlProgress).median
      least = last.1
      worst = last.0.name
    }
  }

  /// The encoder's catalogue name.
  package let name: String
  /// Whether the change was made without this encoder.
  package let heldOut: Bool
  /// One entry a handling, in the order asked for.
  package let handlings: [Entry]
  /// Median and smallest of the ratios over everyday handlings (over the removers if those alone were asked for), and the
  /// handling that gave the smallest.
  package let medianRatio: Double
  package let worstRatio: Double
  package let worst: String
  /// What the removers leave, if any was asked for.
  package let removers: Summary?
  /// How far the change goes toward the target, if there is one.
  package let target: Toward?
  /// Median and smallest of the gains over the same handlings as the ratios, and the handling that gave the smallest; `nil` if no
  /// handling has a gain.
  package let medianGain: Double?
  package let worstGain: Double?
  package let worstGainAfter: String?

  enum CodingKeys: String, CodingKey {
    case name
    case heldOut = "held_out"
    case handlings
    case medianRatio = "median_ratio"
    case worstRatio = "worst_ratio"
    case worst, removers, target
    case medianGain = "median_gain"
    case worstGain = "worst_gain"
    case worstGainAfter = "worst_gain_after"
  }

  /// Whether the change or its control moves the encoder after any handling.
  package var moves: Bool { handlings.contains(where: \.moves) }

  /// Ratios of what does not move are `null`, as are gains of what no metric sees.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(heldOut, forKey: .heldOut)
    try container.encode(handlings, forKey: .handlings)
    try container.encode(moves ? medianRatio : nil, forKey: .medianRatio)
    try container.encode(moves ? worstRatio : nil, forKey: .worstRatio)
    try container.encode(worst, forKey: .worst)
    try container.encodeIfPresent(removers, forKey: .removers)
    try container.encodeIfPresent(target, forKey: .target)
    guard handlings.contains(where: { $0.gains != nil }) else { return }
    try container.encode(medianGain, forKey: .medianGain)
    try container.encode(worstGain, forKey: .worstGain)
    try container.encode(worstGainAfter, forKey: .worstGainAfter)
  }

  /// - Precondition: at least one entry.
  init(name: String, heldOut: Bool, handlings: [Entry]) {
    precondition(!handlings.isEmpty, "a score needs a handling")
    self.name = name
    self.heldOut = heldOut
    self.handlings = handlings
    let unhandled = handlings.first { $0.name == "none" }?.drift
    let everyday = handlings.filter { $0.kind != .remover }
    let counted = everyday.isEmpty ? handlings : everyday
    let summary = Summary(counted, unhandled: nil)
    medianRatio = summary?.medianRatio ?? 1
    worstRatio = summary?.worstRatio ?? 1
    worst = summary?.worst ?? ""
    removers = Summary(handlings.filter { $0.kind == .remover }, unhandled: unhandled)
    target = Toward(handlings)
    let gains = counted.compactMap { entry in entry.gain.map { (gain: $0, handling: entry.name) } }
    let least = gains.min { $0.gain < $1.gain }
    medianGain = gains.isEmpty ? nil : gains.map(\.gain).median
    worstGain = least?.gain
    worstGainAfter = least?.handling
  }
}
