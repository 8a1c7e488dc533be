import PerceptualMetrics
import Raster
import Surrogates

/// How visible a change is, as the gradient steps see it: LPIPS by the first layers of its network, and SSIMULACRA 2.
///
/// AlexNet sees gratings far better than noise of the same SSIMULACRA 2, so LPIPS is what holds down what a change is worth beside noise
/// that is as visible; where many steps have lowered it, and in photographs, SSIMULACRA 2 is (Research/notes/perturbation.md).
struct VisibilityObjective: Sendable {
  /// Its features are those that LPIPS compares, the heads included; it takes pictures of every size but the smallest.
  private let metric: any DifferentiableEncoder
  /// The untouched picture's, one tensor `[1, channels, height, width]` a tap.
  private let references: [Tensor]
  /// A tap's squared distance times this is its part of LPIPS, a mean over places.
  private let shares: [Float]
  /// `nil` for pictures that SSIMULACRA 2 has no scale for, which are too small for LPIPS as well.
  private let score: SSIMULACRA2Slope?

  /// Looks once at the untouched picture.
  ///
  /// - Throws: what the metric throws.
  init(metric: any DifferentiableEncoder, reference: RasterImage) throws {
    self.metric = metric
    references = try metric.features(of: reference)
    shares = references.map { 1 / Float($0.shape[2] * $0.shape[3]) }
    score = SSIMULACRA2Slope(reference: reference)
  }

  /// A direction of ascent, less the directions in which a change becomes more visible, each at a root mean square of 1 before it is weighed.
  ///
  /// Their lengths say nothing about each other: one falls with every step that the others gain.
  ///
  /// - Parameters:
  ///   - ascent: of the picture's size.
  ///   - picture: the working copy with its change, three sRGB-encoded planes 0…1.
  ///   - weights: of what LPIPS sees and of what SSIMULACRA 2 sees, where the ascent weighs 1.
  /// - Throws: what the metric throws.
  func balanced(_ ascent: RasterImage, at picture: RasterImage, weights: VisibilityWeights) throws -> RasterImage {
    let seen = try metric.step(at: picture, references: references, weights: shares).gradient
    let unit = Self.unit(ascent)
    let direction = ascent.map { $0 * unit }.less(seen, times: weights.lpips * Self.unit(seen))
    guard let score else { return direction }
    let slope = score(at: picture)
    return direction.less(slope, times: weights.ssimulacra2 * Self.unit(slope))
  }

  /// What brings a direction to a root mean square of 1; 0 for none.
  private static func unit(_ direction: RasterImage) -> Float {
    let length = direction.rootMeanSquare
    return length > 0 ? Float(1 / length) : 0
  }
}

extension RasterImage {
  fileprivate func less(_ other: RasterImage, times weight: Float) -> RasterImage {
    combined(with: other) { $0 - weight * $1 }
  }
}

/// How much of each gradient step goes against what metrics of visibility see, where the part that moves encoders is 1.
struct VisibilityWeights: Sendable, Equatable {
  var lpips: Float
  var ssimulacra2: Float
}
