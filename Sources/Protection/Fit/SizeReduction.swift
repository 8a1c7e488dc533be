import Raster

/// What a perturbation gives up so that a PNG grows less.
///
/// Deflate needs bytes for every sample that differs from its prediction, for a faint difference hardly fewer than for a
/// strong one. Faint differences are therefore removed first, and the remaining ones are restricted to a few values.
package struct SizeReduction: Sendable, Equatable {
  /// Pixels whose perturbation is smaller than this in every channel are left unchanged, in levels of 255.
  package var deadZone: Float
  /// Other perturbations are rounded to multiples of this, in levels of 255.
  package var step: Float
  /// Whether flat fills of three pixels are left unchanged too.
  package var sparesSmallFills: Bool

  package init(deadZone: Float, step: Float, sparesSmallFills: Bool = false) {
    self.deadZone = deadZone
    self.step = step
    self.sparesSmallFills = sparesSmallFills
  }

  package static let none = SizeReduction(deadZone: 0, step: 0)

  /// All reductions, in the order in which they are tried.
  static let all = [
    none, SizeReduction(deadZone: 2.5, step: 3), SizeReduction(deadZone: 4, step: 3),
    SizeReduction(deadZone: 4, step: 3, sparesSmallFills: true),
  ]

  /// - Parameters:
  ///   - sum: of all layers, units of 0…1.
  ///   - mark: the layer that stays where the rest is left out.
  func callAsFunction(_ sum: RasterImage, beside mark: RasterImage?) -> RasterImage {
    var result = sum
    var largest = sum.planes[0].map { abs($0) }
    for plane in sum.planes.dropFirst() { largest.update(with: plane) { max($0, abs($1)) } }
    let (least, step) = (deadZone / 255, step / 255)
    for index in result.planes.indices {
      result.planes[index].update { ($0 / step).rounded() * step }
      // The value 2 marks the pixels that are left out: no sum is that large.
      result.planes[index].update(with: largest) { $1 < least ? 2 : $0 }
      if let mark {
        result.planes[index].update(with: mark.planes[index]) { $0 == 2 ? $1 : $0 }
      } else {
        result.planes[index].update { $0 == 2 ? 0 : $0 }
      }
    }
    return result
  }
}
