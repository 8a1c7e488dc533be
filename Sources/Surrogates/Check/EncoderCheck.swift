import Foundation
import Raster

/// The check of an encoder on this machine: the error of its derivative and the duration of a step.
package struct EncoderCheck: Sendable, Codable, Equatable {
  package let name: String
  /// Side in pixels of the square picture that was looked at.
  package let size: Int
  /// Milliseconds for looking, and for looking and differentiating; the best of several.
  package let lookMilliseconds: Double
  package let stepMilliseconds: Double
  /// Relative error of the derivative along its own direction, against a central difference.
  package let gradientError: Double

  enum CodingKeys: String, CodingKey {
    case name, size
    case lookMilliseconds = "look_ms"
    case stepMilliseconds = "step_ms"
    case gradientError = "gradient_error"
  }

  /// Checks the encoder of a session on noise.
  ///
  /// - Parameters:
  ///   - size: side of the picture, brought down to a multiple of the encoder's granularity.
  ///   - rounds: how many times each is timed.
  /// - Throws: `SurrogateError`.
  package init(_ session: Session, size: Int = 512, rounds: Int = 5) throws(SurrogateError) {
    let encoder = session.encoder
    let side = max(encoder.granularity, size / encoder.granularity * encoder.granularity)
    var generator = SeededGenerator(seed: 1, purpose: "encoder check")
    // Smooth noise: white noise lies far outside what encoders know, and kinks of ReLU would spoil the difference.
    let smooth = SeparableMap.gaussian(width: side, height: side, sigma: 3)
    func picture(_ scale: Float, _ offset: Float) -> RasterImage {
      RasterImage(
        planes: (0..<3).map { _ in
          smooth(generator.normalPlane(width: side, height: side)).map { offset + scale * $0 }
        })
    }
    let image = picture(1.5, 0.5)
    let references = try session.features(of: picture(1.5, 0.5))
    let weights = references.map { Float(1 / max(1e-9, $0.elements.reduce(0) { $0 + Double($1) * Double($1) })) }
    func loss(_ image: RasterImage) throws(SurrogateError) -> Double {
      let distances = try session.step(at: image, references: references, weights: weights).squaredDistances
      return zip(distances, weights).reduce(0) { $0 + 0.5 * $1.0 * Double($1.1) }
    }
    let gradient = try session.step(at: image, references: references, weights: weights).gradient
    // Along the derivative itself the difference is the largest, and the kinks of ReLU and rounding the least of it.
    let length = Float(gradient.rootMeanSquare)
    let direction = gradient.map { length > 0 ? 0.1 * $0 / length : 0 }
    let slope = zip(gradient.planes, direction.planes).reduce(0.0) { sum, planes in
      zip(planes.0.samples, planes.1.samples).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
    }
    // Long steps cross kinks of ReLU, short ones drown in rounding: the best of four counts.
    var error = Double.infinity
    for step in [0.03, 0.003, 0.0003, 0.00003] as [Float] {
      let above = try loss(image.combined(with: direction) { $0 + step * $1 })
      let below = try loss(image.combined(with: direction) { $0 - step * $1 })
      let difference = (above - below) / Double(2 * step)
      error = min(error, abs(slope - difference) / max(1e-12, abs(difference)))
    }
    func best(_ body: () throws(SurrogateError) -> Void) throws(SurrogateError) -> Double {
      var best = Double.infinity
      for _ in 0..<rounds {
        let start = ContinuousClock.now
        try body()
        best = min(best, (ContinuousClock.now - start) / .milliseconds(1))
      }
      return best
    }
    name = encoder.name
    self.size = side
    lookMilliseconds = try best { () throws(SurrogateError) in _ = try session.features(of: image) }
    stepMilliseconds = try best { () throws(SurrogateError) in
      _ = try session.step(at: image, references: references, weights: weights)
    }
    gradientError = error
  }
}
