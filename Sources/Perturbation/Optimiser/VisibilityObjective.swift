import Raster
import Surrogates

/// How visible a change is, as the gradient steps see it: LPIPS by the first layers of its network.
///
/// AlexNet sees gratings far better than noise of the same SSIMULACRA2, and that is what holds down what a change is worth beside noise
/// that is as visible; a few steps against it take most of it away and hardly cost drift (Research/notes/perturbation.md).
struct VisibilityObjective: Sendable {
  /// Its features are those that LPIPS compares, the heads included; it takes pictures of every size.
  private let metric: any DifferentiableEncoder
  /// The untouched picture's, one tensor `[1, channels, height, width]` a tap.
  private let references: [Tensor]
  /// A tap's squared distance times this is its part of LPIPS, a mean over places.
  private let shares: [Float]

  /// Looks once at the untouched picture.
  ///
  /// - Throws: what the metric throws.
  init(metric: any DifferentiableEncoder, reference: RasterImage) throws {
    self.metric = metric
    references = try metric.features(of: reference)
    shares = references.map { 1 / Float($0.shape[2] * $0.shape[3]) }
  }

  /// The direction in which LPIPS rises, of the picture's size; how long it is says nothing.
  ///
  /// - Parameter picture: the working copy with its change, three sRGB-encoded planes 0…1.
  func direction(at picture: RasterImage) throws -> RasterImage {
    try metric.step(at: picture, references: references, weights: shares).gradient
  }
}

extension RasterImage {
  /// The direction of `gradient` less `weight` times that of `other`, each at a root mean square of 1.
  ///
  /// Their lengths say nothing about each other: one falls with every step that the other one gains.
  static func balanced(_ gradient: RasterImage, less other: RasterImage, weight: Float) -> RasterImage {
    let (own, away) = (gradient.rootMeanSquare, other.rootMeanSquare)
    let (keep, take) = (own > 0 ? Float(1 / own) : 0, away > 0 ? weight * Float(1 / away) : 0)
    return gradient.combined(with: other) { keep * $0 - take * $1 }
  }
}
