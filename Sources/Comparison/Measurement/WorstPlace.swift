import PerceptualMetrics

/// The place of a picture where Butteraugli sees the largest difference.
package struct WorstPlace: Sendable, Equatable, Encodable {
  /// In pixels of the upright reference, from the top left.
  package let x, y: Int
  /// Butteraugli's distance of that pixel.
  package let distance: Double
  /// Whether the reference is smooth there, so that nothing masks a pattern (`LocalDetail`).
  package let smooth: Bool

  init(_ visibility: LocalVisibility) {
    (x, y) = visibility.worst
    distance = visibility.whole.maximum
    smooth = visibility.worstIsSmooth
  }
}
