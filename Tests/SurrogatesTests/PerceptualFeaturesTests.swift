import Foundation
import Raster
import Surrogates
import Testing

/// The metric that gradient steps keep changes little visible by.
@Suite(.needsRuntime)
struct PerceptualFeaturesTests {
  private static func picture(seed: UInt64, width: Int = 75, height: Int = 63) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    let blur = SeparableMap.gaussian(width: width, height: height, sigma: 1.5)
    return RasterImage(
      planes: (0..<3).map { _ in
        blur(generator.normalPlane(width: width, height: height)).map { min(1, max(0, 0.5 + 0.4 * $0)) }
      })
  }

  private static func metric() throws -> Session {
    Session(encoder: try .visibilityMetric(), runtime: try Runtime.shared())
  }

  /// The features of a place are a unit vector under the heads, so their squared length is at most the largest head.
  @Test func featuresAreOfUnitLengthUnderTheHeads() throws {
    let features = try Self.metric().features(of: Self.picture(seed: 1))
    #expect(features.count == 3)
    for tensor in features {
      let places = tensor.shape[2] * tensor.shape[3]
      for place in 0..<places {
        let energy = stride(from: place, to: tensor.count, by: places).reduce(0) { sum, index in
          sum + Double(tensor.elements[index] * tensor.elements[index])
        }
        #expect(energy > 0 && energy < 20)
      }
    }
  }

  /// A paler picture has nearly the same directions of features: LPIPS is about structure.
  @Test func contrastCountsForLessThanStructure() throws {
    let metric = try Self.metric()
    let (picture, other) = (Self.picture(seed: 1), Self.picture(seed: 2))
    let paler = picture.map { 0.5 + 0.8 * ($0 - 0.5) }
    let references = try metric.features(of: picture)
    func distance(_ image: RasterImage) throws -> Double {
      try metric.step(at: image, references: references, weights: [1, 1, 1]).squaredDistances.reduce(0, +)
    }
    #expect(try distance(picture) < 1e-6)
    #expect(try distance(paler) < 0.3 * distance(other))
  }

  /// The derivative through the division by a length, against finite differences along itself.
  @Test func derivativeIsThatOfTheDistance() throws {
    let metric = try Self.metric()
    let (picture, changed) = (Self.picture(seed: 1), Self.picture(seed: 3))
    let references = try metric.features(of: picture)
    let weights: [Float] = [0.01, 0.02, 0.03]
    func loss(_ image: RasterImage) throws -> Double {
      zip(try metric.step(at: image, references: references, weights: weights).squaredDistances, weights)
        .reduce(0) { $0 + $1.0 * Double($1.1) / 2 }
    }
    let gradient = try metric.step(at: changed, references: references, weights: weights).gradient
    let length = Float(gradient.rootMeanSquare)
    let direction = gradient.map { $0 / length }
    let slope = zip(gradient.planes, direction.planes).reduce(0.0) { sum, pair in
      sum + zip(pair.0.samples, pair.1.samples).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    }
    let step: Float = 3e-5
    let ahead = try loss(changed.combined(with: direction) { $0 + step * $1 })
    let behind = try loss(changed.combined(with: direction) { $0 - step * $1 })
    let expected = (ahead - behind) / Double(2 * step)
    #expect(abs(slope - expected) < 0.02 * abs(expected), "\(slope) instead of \(expected)")
  }
}
