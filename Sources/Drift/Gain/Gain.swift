import Surrogates

/// Drift of a change over drift of white noise that one metric finds as visible.
package struct Gain: Sendable, Equatable, Encodable {
  /// The metric's name.
  package let metric: String
  /// The ratio of the Euclidean lengths of both differences; `nil` where the noise moves nothing.
  package let norm: Double?
  /// The ratio of the distances at the median position. It does not rise where a few positions hold the change.
  package let median: Double?

  /// - Parameters:
  ///   - moved, noise: latents of the changed and of the noisy picture.
  ///   - reference: that of the original.
  init(metric: String, moved: Tensor, noise: Tensor, reference: Tensor) {
    func ratio(_ distance: (Tensor) -> Double) -> Double? {
      let control = distance(noise)
      return control > 0 ? distance(moved) / control : nil
    }
    self.metric = metric
    norm = ratio { $0.distance(to: reference) }
    median = ratio { $0.medianDistance(to: reference) }
  }

  /// The lower of the two ways to count.
  package var least: Double? { [norm, median].compactMap { $0 }.min() }
}
