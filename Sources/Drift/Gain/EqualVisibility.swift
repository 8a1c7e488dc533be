import Comparison
import Foundation
import Raster

/// How strong white noise is that a metric finds as visible as a change.
package struct EqualVisibility: Sendable, Equatable, Encodable {
  package let metric: String
  /// What the metric says of the changed picture, in its own unit.
  package let value: Double
  /// The standard deviation of the noise in levels of 255; `nil` where the metric sees nothing of the change, or no noise is so
  /// visible.
  package let noise: Double?

  enum CodingKeys: CodingKey { case metric, value, noise }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(metric, forKey: .metric)
    try container.encode(value, forKey: .value)
    try container.encode(noise, forKey: .noise)
  }
}

/// The original with white noise that is as visible as the change: the control of gain.
struct EqualNoise: Sendable {
  let visibility: EqualVisibility
  /// `nil` where there is no such noise.
  private(set) var picture: RasterImage?

  /// Searches the noise; `nil` for pictures that are too small for the metric.
  ///
  /// - Parameters:
  ///   - trials: how many strengths are tried at most; the last guess is taken untried.
  /// - Throws: what the metric throws.
  init?(
    as metric: VisibilityMetric, original: RasterImage, changed: RasterImage, noise: WhiteNoise, trials: Int
  ) throws {
    let meter = metric.meter(beside: original)
    guard let value = try meter(PackedImage(changed)) else { return nil }
    let cost = metric.cost(of: value)
    var sigma: Double?
    if cost >= metric.leastCost {
      let start = 255 * metric.firstShare * changed.combined(with: original) { $0 - $1 }.rootMeanSquare
      sigma = try Self.search(goal: cost, from: start, exponent: metric.firstExponent, trials: trials) { sigma in
        metric.cost(of: try meter(noise.picture(sigma: sigma)) ?? 0)
      }
    }
    visibility = EqualVisibility(metric: metric.metric.rawValue, value: value, noise: sigma)
    picture = sigma.map { noise.picture(sigma: $0).image.rgb }
  }

  /// The same noise after `transform` was done to the picture.
  func map(_ transform: (RasterImage) throws -> RasterImage) rethrows -> EqualNoise {
    var handled = self
    handled.picture = try picture.map(transform)
    return handled
  }

  /// The strongest noise that is tried, in levels.
  private static let strongest = 255.0
  /// A cost that differs from the goal by less than this share ends the search.
  private static let tolerance = 0.005
  /// Strengths are rounded to this part of a level, so that the last bits of a metric do not matter.
  private static let grid = 1000.0

  /// The strength whose cost is `goal`: a secant on logarithms, since costs grow about like a power of the strength, and inside the
  /// bracket once there is one.
  private static func search(
    goal: Double, from start: Double, exponent first: Double, trials: Int, cost: (Double) throws -> Double
  ) rethrows -> Double? {
    var (sigma, exponent) = (max(0.05, start), first)
    var (low, high) = (0.0, Double.infinity)
    var last: (sigma: Double, cost: Double)?
    for _ in 0..<trials {
      sigma = (sigma * grid).rounded() / grid
      let reached = max(1e-6, try cost(sigma))
      if abs(reached / goal - 1) < tolerance { return sigma }
      if reached < goal { low = max(low, sigma) } else { high = min(high, sigma) }
      guard low < strongest else { return nil }
      if let last, last.sigma != sigma, last.cost != reached {
        exponent = min(2.5, max(0.3, log(sigma / last.sigma) / log(reached / last.cost)))
      }
      last = (sigma, reached)
      let guess = sigma * min(8, max(0.125, pow(goal / reached, exponent)))
      if guess > low && guess < high {
        sigma = guess
      } else {
        sigma = low > 0 && high.isFinite ? (low * high).squareRoot() : high.isFinite ? high / 2 : low * 2
      }
      sigma = min(strongest, sigma)
    }
    return (sigma * grid).rounded() / grid
  }
}
