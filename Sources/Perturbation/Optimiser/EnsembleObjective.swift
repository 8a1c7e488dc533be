import Foundation
import Raster
import Surrogates

/// The objective of the gradient steps: the distance of every encoder's features, at every layer, from those of the untouched
/// picture (to be made large) or of a target (to be made small).
///
/// It is Σ_encoder Σ_layer log ‖f(view(x + δ)) − r‖². The logarithm keeps layers with large values and encoders with large
/// distances from deciding alone. Two alternatives were measured and moved encoders less: gradients scaled to unit length, and
/// following only the encoder that has moved the least (Research/notes/perturbation.md).
struct EnsembleObjective: Sendable {
  let encoders: [any DifferentiableEncoder]
  let views: [View]
  /// How much more the latent counts than any other layer of its encoder.
  let latentWeight: Float
  /// Whether to come closer to the references instead of leaving them.
  let approaches: Bool
  /// `references[view][encoder]`: the features to leave or approach, one tensor a layer.
  private let references: [[[Tensor]]]
  /// Running mean of the squared distances, `[encoder][layer]`; what the logarithm's derivative divides by.
  private var distances: [[Double]]

  /// Looks once at `reference` through every view.
  ///
  /// - Throws: what the encoders throw.
  init(
    encoders: [any DifferentiableEncoder], views: [View], reference: RasterImage, latentWeight: Float,
    approaches: Bool = false
  ) throws {
    self.encoders = encoders
    self.views = views
    self.latentWeight = latentWeight
    self.approaches = approaches
    let references = try views.map { view in
      let seen = view.forward(reference).0
      return try encoders.map { try $0.features(of: seen) }
    }
    self.references = references
    // Until a step has been made a distance of a tenth of the features' own length stands in.
    distances = encoders.indices.map { encoder in
      references[0][encoder].map { tensor in
        max(1e-12, 0.01 * tensor.elements.reduce(0) { $0 + Double($1) * Double($1) })
      }
    }
  }

  /// The direction in which to change the working copy, seen through one view.
  ///
  /// - Returns: the ascent direction and the mean over layers and encoders of log distance².
  mutating func direction(at working: RasterImage, view index: Int) throws -> (gradient: RasterImage, value: Double) {
    let view = views[index]
    let (seen, tape) = view.forward(working)
    var sum: RasterImage?
    var value = 0.0
    for (position, encoder) in encoders.enumerated() {
      let sign: Double = approaches ? -1 : 1
      var weights = distances[position].map { Float(sign / $0) }
      weights[weights.count - 1] *= latentWeight
      let step = try encoder.step(at: seen, references: references[index][position], weights: weights)
      for layer in step.squaredDistances.indices {
        let measured = max(1e-12, step.squaredDistances[layer])
        distances[position][layer] = 0.5 * distances[position][layer] + 0.5 * measured
        value += log(measured) / Double(step.squaredDistances.count * encoders.count)
      }
      sum = sum.map { $0.combined(with: step.gradient) { $0 + $1 } } ?? step.gradient
    }
    let total = sum ?? RasterImage(width: seen.width, height: seen.height, channels: 3)
    return (view.backward(total, tape), value)
  }
}
