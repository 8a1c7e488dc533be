import Foundation
import Raster

/// The change under optimisation: a free field, low-passed, masked, brought to a fixed root mean square and capped.
struct ChangeField: Sendable {
  /// Root mean square that the change is kept at, sRGB-encoded 0…1.
  var amplitude: Float
  private let mask: Plane
  private let lowPass: SeparableMap
  private let lowPassAdjoint: SeparableMap
  private let epsilon: Float
  private var field: RasterImage
  private var mean: RasterImage
  private var variance: RasterImage
  private var steps = 0

  /// Begins with noise.
  init(mask: Plane, lowPass sigma: Double, epsilon: Float, amplitude: Float, generator: SeededGenerator) {
    var generator = generator
    self.mask = mask
    self.epsilon = epsilon
    self.amplitude = amplitude
    lowPass = .gaussian(width: mask.width, height: mask.height, sigma: sigma)
    lowPassAdjoint = lowPass.transposed
    field = RasterImage(
      planes: (0..<3).map { _ in generator.normalPlane(width: mask.width, height: mask.height) })
    mean = RasterImage(width: mask.width, height: mask.height, channels: 3)
    variance = mean
    normalise()
  }

  /// The change itself: three planes, sRGB-encoded difference, |δ| ≤ ε.
  var change: RasterImage {
    let epsilon = epsilon
    return shaped.map { min(epsilon, max(-epsilon, $0)) }
  }

  private var shaped: RasterImage {
    lowPass(field).combined(with: mask) { $0 * $1 }
  }

  /// One step of Adam along the gradient with respect to the change.
  mutating func ascend(_ gradient: RasterImage, rate: Float) {
    steps += 1
    let free = lowPassAdjoint(gradient.combined(with: mask) { $0 * $1 })
    let (beta1, beta2): (Float, Float) = (0.9, 0.99)
    mean = mean.combined(with: free) { beta1 * $0 + (1 - beta1) * $1 }
    variance = variance.combined(with: free) { beta2 * $0 + (1 - beta2) * $1 * $1 }
    let correction1 = 1 - pow(beta1, Float(steps))
    let correction2 = 1 - pow(beta2, Float(steps))
    // The field's own RMS is the natural unit: masks and low-passes make it larger than the change's.
    let length = rate * Float(field.rootMeanSquare)
    let direction = mean.combined(with: variance) { mean, variance in
      mean / correction1 / ((variance / correction2).squareRoot() + 1e-12)
    }
    field = field.combined(with: direction) { $0 + length * $1 }
    normalise()
  }

  /// Scales the field so that the change has the wanted root mean square.
  private mutating func normalise() {
    let present = Float(shaped.rootMeanSquare)
    guard present > 1e-12 else { return }
    let factor = amplitude / present
    field = field.map { $0 * factor }
  }
}
