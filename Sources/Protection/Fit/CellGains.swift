import Raster

/// Gains of what is added to a picture, one for each cell of some pixels (`VisibilityBound`).
enum CellGains {
  /// The largest factors by which the perturbation and the mark may be stronger in a place than they were meant to be.
  static let (largest, largestOfMark): (Float, Float) = (2, 1.5)

  /// Gains multiplied with other factors of the same cells, within what a gain may be.
  static func multiplied(_ gains: Plane, _ factors: Plane, upTo largest: Float = largest) -> Plane {
    gains.combined(with: factors) { min(largest, $0 * $1) }
  }
}
