import Foundation
import Raster

/// The perturbation as the optimiser sees it: a free field that is high-passed, masked, scaled to a fixed root mean square and
/// capped.
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
  /// What the change is shaped of, a plane a channel.
  private var field: RasterImage

  /// Begins with `start`, the same in all three channels.
  init(start: Plane, mask: Plane, highPass sigma: Double?, epsilon: Float, amplitude: Float) {
    self.mask = mask
    self.epsilon = epsilon
    self.amplitude = amplitude
    coarse = sigma.map { .gaussian(width: mask.width, height: mask.height, sigma: $0) }
    coarseAdjoint = coarse?.transposed
    field = RasterImage(planes: [start, start, start])
    change = RasterImage(width: mask.width, height: mask.height, channels: 3)
    shape()
  }

  /// One step along the gradient with respect to the change, in each channel brought to the same length: projected gradient
  /// ascent in ℓ2 (Madry et al., ICLR 2018). Adam and sign-momentum move encoders less far at the same cost
  /// (Research/notes/perturbation.md).
  ///
  /// - Parameter rate: the length of the step as a share of the field's own root mean square, which is the natural unit:
  ///   masks and high-passes make the field larger than the change.
  mutating func ascend(_ gradient: RasterImage, rate: Float) {
    let length = rate * Float(field.rootMeanSquare)
    for (index, plane) in gradient.planes.enumerated() {
      let free = Self.less(coarseAdjoint, plane.combined(with: mask) { $0 * $1 })
      let own = Float(RasterImage(planes: [free]).rootMeanSquare)
      let factor = own > 0 ? length / own : 0
      field.planes[index].update(with: free) { $0 + factor * $1 }
    }
    shape()
  }

  /// A plane less what a map makes of it.
  private static func less(_ map: SeparableMap?, _ plane: Plane) -> Plane {
    map.map { map in plane.combined(with: map(plane)) { $0 - $1 } } ?? plane
  }

  /// Makes the change of the field, and scales the field so that the change has the wanted root mean square.
  private mutating func shape() {
    let shaped = RasterImage(planes: field.planes.map { Self.less(coarse, $0).combined(with: mask) { $0 * $1 } })
    let present = Float(shaped.rootMeanSquare)
    let factor = present > 1e-12 ? amplitude / present : 1
    let epsilon = epsilon
    change = shaped.map { min(epsilon, max(-epsilon, $0 * factor)) }
    for index in field.planes.indices { field.planes[index].update { $0 * factor } }
  }
}
