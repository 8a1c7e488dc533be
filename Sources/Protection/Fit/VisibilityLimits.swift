import PerceptualMetrics

/// The most that Butteraugli may say of the written file, over the whole picture and, apart, over its smooth places, where nothing
/// masks a pattern (``LocalDetail``).
package struct VisibilityLimits: Sendable, Equatable {
  package var whole: Butteraugli.Distance
  package var smooth: Butteraugli.Distance

  package init(whole: Butteraugli.Distance, smooth: Butteraugli.Distance) {
    self.whole = whole
    self.smooth = smooth
  }

  /// Whether a picture keeps every limit.
  package func hold(for visibility: LocalVisibility) -> Bool { excess(of: visibility) <= 1 }

  /// By what factor a picture is over the limit that it breaks the most; 1 at the limit.
  package func excess(of visibility: LocalVisibility) -> Double {
    max(
      visibility.whole.maximum / whole.maximum, visibility.whole.norm3 / whole.norm3,
      visibility.smooth.maximum / smooth.maximum, visibility.smooth.norm3 / smooth.norm3)
  }
}

extension Strength {
  /// What the written file may show place by place.
  package var limits: VisibilityLimits {
    switch self {
    case .subtle: Self.limits(2, 0.8, smooth: 1.1, 0.5)
    case .standard: Self.limits(3, 1.25, smooth: 1.6, 0.7)
    case .strong: Self.limits(4.5, 2, smooth: 2.5, 1.2)
    }
  }

  private static func limits(
    _ maximum: Double, _ norm: Double, smooth smoothMaximum: Double, _ smoothNorm: Double
  ) -> VisibilityLimits {
    VisibilityLimits(
      whole: Butteraugli.Distance(maximum: maximum, norm3: norm),
      smooth: Butteraugli.Distance(maximum: smoothMaximum, norm3: smoothNorm))
  }
}
