/// How far a protected picture moves one encoder, against noise that is matched to the change.
public struct DriftScore: Sendable, Equatable, Codable {
  /// After one handling.
  public struct Entry: Sendable, Equatable, Codable {
    /// The handling's name.
    public let name: String
    /// ‖E(h(protected)) − E(h(original))‖ over ‖E(h(original))‖, with E the latent.
    public let drift: Double
    /// The same for matched noise, mean over seeds.
    public let control: Double
    /// `drift / control`: 1 means no better than noise.
    public let ratio: Double
  }

  /// The encoder's catalogue name.
  public let name: String
  /// Whether the change was made without this encoder.
  public let heldOut: Bool
  /// One entry a handling, in the order asked for.
  public let handlings: [Entry]
  /// Median and smallest of the ratios, and the handling that gave the smallest.
  public let medianRatio: Double
  public let worstRatio: Double
  public let worst: String

  enum CodingKeys: String, CodingKey {
    case name
    case heldOut = "held_out"
    case handlings
    case medianRatio = "median_ratio"
    case worstRatio = "worst_ratio"
    case worst
  }

  /// - Precondition: at least one entry.
  init(name: String, heldOut: Bool, handlings: [Entry]) {
    precondition(!handlings.isEmpty, "a score needs a handling")
    self.name = name
    self.heldOut = heldOut
    self.handlings = handlings
    let ratios = handlings.map(\.ratio).sorted()
    let middle = ratios.count / 2
    medianRatio = ratios.count % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2
    worstRatio = ratios[0]
    worst = handlings.min { $0.ratio < $1.ratio }?.name ?? ""
  }
}
