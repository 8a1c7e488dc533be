import Raster

/// Gains of what is added to a picture, one for each cell of some pixels (`VisibilityBound`).
enum CellGains {
  /// The largest factor by which the perturbation may be stronger in a place than it was meant to be.
  static let largest: Float = 2

  /// Gains multiplied with other factors of the same cells, within what a gain may be.
  static func multiplied(_ gains: Plane, _ factors: Plane, upTo largest: Float = largest) -> Plane {
    gains.combined(with: factors) { min(largest, $0 * $1) }
  }
}
