import PerceptualMetrics

/// The place of a picture where Butteraugli sees the largest difference.
public struct WorstPlace: Sendable, Equatable, Encodable {
  /// In pixels of the upright reference, from the top left.
  public let x, y: Int
  /// Butteraugli's distance of that pixel.
  public let distance: Double
  /// Whether the reference is smooth there, so that nothing masks a pattern (`LocalDetail`).
  public let smooth: Bool

  init(_ visibility: LocalVisibility) {
    (x, y) = visibility.worst
    distance = visibility.whole.maximum
    smooth = visibility.worstIsSmooth
  }
}
