import Foundation
import Raster

/// What is added to a picture, one thing upon the other: the change, whose scale is searched, and the mark, which stays whole.
package struct Layers {
  /// Units of 0…1; if it is not as large as the upright picture, it is enlarged each time that it is added, which takes less
  /// memory.
  package var change: RasterImage?
  /// The largest scale of the change.
  package var maximumScale: Double
  /// As large as the upright picture.
  package var mark: RasterImage?

  /// Beyond this the cap would flatten the mask.
  package static let maximumScale = 3.0

  package init(change: RasterImage?, mark: RasterImage? = nil, maximumScale: Double = Layers.maximumScale) {
    self.change = change
    self.mark = mark
    self.maximumScale = maximumScale
  }

  /// The sum of all layers. Where the change and the mark together would go beyond the cap, the change gives way: what the
  /// mark loses to a cap it cannot make up for elsewhere.
  ///
  /// - Parameters:
  ///   - scale: of the change.
  ///   - epsilon: the cap in units of 0…1.
  ///   - thrift: what is left out so that the file grows less.
  /// - Returns: `nil` if there is nothing to add.
  package func sum(scale: Float, epsilon: Float, thrift: Thrift = .none) -> RasterImage? {
    guard let change else { return mark }
    guard let mark else {
      let scaled = scale == 1 ? change : change.map { scale * $0 }
      guard thrift != .none else { return scaled }
      return thrift(scaled.map { min(epsilon, max(-epsilon, $0)) }, beside: nil)
    }
    let same = mark.matching(change)
    let sum = RasterImage(
      planes: zip(change.planes, same.planes).map { change, mark in
        ClosedLoop.enlarged(RasterImage(planes: [change]), to: same).planes[0].combined(with: mark) { change, mark in
          let whole = min(epsilon, max(-epsilon, mark))
          let room = epsilon - abs(whole)
          return min(room, max(-room, scale * change)) + whole
        }
      })
    return thrift == .none ? sum : thrift(sum, beside: same)
  }
}

/// What a change gives up so that a PNG grows less. Deflate pays for every sample that differs from what it could foretell,
/// hardly less for a faint difference than for a strong one: faint ones go first, and of the others only a few values are
/// left (Research/notes/flat-art.md).
package struct Thrift: Sendable, Equatable {
  /// Pixels whose change is smaller than this in every channel are left alone, in levels of 255.
  package var deadZone: Float
  /// Other changes are rounded to multiples of this, in levels of 255.
  package var step: Float
  /// Whether fills of three pixels are left alone too.
  package var sparesSmallFills: Bool

  package init(deadZone: Float, step: Float, sparesSmallFills: Bool = false) {
    self.deadZone = deadZone
    self.step = step
    self.sparesSmallFills = sparesSmallFills
  }

  package static let none = Thrift(deadZone: 0, step: 0)

  /// In the order in which they are tried.
  static let all = [
    none, Thrift(deadZone: 2.5, step: 3), Thrift(deadZone: 4, step: 3),
    Thrift(deadZone: 4, step: 3, sparesSmallFills: true),
  ]

  /// - Parameters:
  ///   - sum: of all layers, units of 0…1.
  ///   - mark: what stays where the rest is left out.
  func callAsFunction(_ sum: RasterImage, beside mark: RasterImage?) -> RasterImage {
    var result = sum
    var largest = sum.planes[0].map { abs($0) }
    for plane in sum.planes.dropFirst() { largest.update(with: plane) { max($0, abs($1)) } }
    let (least, step) = (deadZone / 255, step / 255)
    for index in result.planes.indices {
      result.planes[index].update { ($0 / step).rounded() * step }
      // Marks the pixels that are left out: no sum is that large.
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

extension RasterImage {
  /// A change with as many planes as a picture, one or three.
  func matching(_ image: RasterImage) -> RasterImage {
    image.channels == channels ? self : image.channels == 3 ? rgb : RasterImage(planes: [luma()])
  }
}
