import Foundation
import Raster

/// The change under optimisation: a free field, high-passed, masked, brought to a fixed root mean square and capped.
struct ChangeField: Sendable {
  /// Root mean square that the change is brought to, sRGB-encoded 0…1. A new value holds from the next step on.
  var amplitude: Float
  /// The change itself: three planes, sRGB-encoded difference, |δ| ≤ ε.
  private(set) var change: RasterImage
  private let mask: Plane
  /// What the high-pass takes away, if there is one.
  private let coarse: SeparableMap?
  private let coarseAdjoint: SeparableMap?
  private let epsilon: Float
  /// One optimiser a channel.
  private var channels: [AdamPlane]
  private var steps = 0

  /// Begins with `start`, the same in all three channels.
  init(start: Plane, mask: Plane, highPass sigma: Double?, epsilon: Float, amplitude: Float) {
    self.mask = mask
    self.epsilon = epsilon
    self.amplitude = amplitude
    coarse = sigma.map { .gaussian(width: mask.width, height: mask.height, sigma: $0) }
    coarseAdjoint = coarse?.transposed
    channels = (0..<3).map { _ in AdamPlane(start: start) }
    change = RasterImage(width: mask.width, height: mask.height, channels: 3)
    shape()
  }

  /// One step of Adam along the gradient with respect to the change.
  ///
  /// - Parameter rate: the length of the step as a share of the field's own root mean square, which is the natural unit:
  ///   masks and high-passes make the field larger than the change.
  mutating func ascend(_ gradient: RasterImage, rate: Float) {
    steps += 1
    let energy = channels.reduce(0) { $0 + $1.energy }
    let length = rate * Float((energy / Double(3 * mask.width * mask.height)).squareRoot())
    for (index, plane) in gradient.planes.enumerated() {
      let free = Self.less(coarseAdjoint, plane.combined(with: mask) { $0 * $1 })
      channels[index].ascend(free, length: length, step: steps)
    }
    shape()
  }

  /// A plane less what a map makes of it.
  private static func less(_ map: SeparableMap?, _ plane: Plane) -> Plane {
    map.map { map in plane.combined(with: map(plane)) { $0 - $1 } } ?? plane
  }

  /// Makes the change of the field, and scales the field so that the change has the wanted root mean square.
  private mutating func shape() {
    let shaped = RasterImage(planes: channels.map { Self.less(coarse, $0.field).combined(with: mask) { $0 * $1 } })
    let present = Float(shaped.rootMeanSquare)
    let factor = present > 1e-12 ? amplitude / present : 1
    let epsilon = epsilon
    change = shaped.map { min(epsilon, max(-epsilon, $0 * factor)) }
    for index in channels.indices { channels[index].field.update { $0 * factor } }
  }
}

/// A plane that ascends by Adam (Kingma & Ba 2015), β₁ .9 and β₂ .99.
struct AdamPlane: Sendable {
  var field: Plane
  private var mean: Plane
  private var variance: Plane

  init(start: Plane) {
    field = start
    mean = Plane(width: start.width, height: start.height)
    variance = mean
  }

  /// The sum of the field's squares.
  var energy: Double { field.sumOfSquares }

  /// - Parameters:
  ///   - length: how far a sample moves whose gradient keeps its sign.
  ///   - step: how many steps there have been with this one.
  mutating func ascend(_ gradient: Plane, length: Float, step: Int) {
    let (beta1, beta2): (Float, Float) = (0.9, 0.99)
    let correction1 = 1 / (1 - pow(beta1, Float(step)))
    let correction2 = 1 / (1 - pow(beta2, Float(step)))
    let (width, height) = (field.width, field.height)
    field.samples.withUnsafeMutableBufferPointer { field in
      mean.samples.withUnsafeMutableBufferPointer { mean in
        variance.samples.withUnsafeMutableBufferPointer { variance in
          gradient.samples.withUnsafeBufferPointer { gradient in
            let (field, mean, variance) = (SharedRows(field), SharedRows(mean), SharedRows(variance))
            nonisolated(unsafe) let gradient = gradient
            Parallel.bands(height, minimumRows: max(1, 65_536 / width)) { band in
              for index in band.lowerBound * width..<band.upperBound * width {
                let slope = gradient[index]
                let average = beta1 * mean.base[index] + (1 - beta1) * slope
                let square = beta2 * variance.base[index] + (1 - beta2) * slope * slope
                mean.base[index] = average
                variance.base[index] = square
                field.base[index] += length * average * correction1 / ((square * correction2).squareRoot() + 1e-12)
              }
            }
          }
        }
      }
    }
  }
}
