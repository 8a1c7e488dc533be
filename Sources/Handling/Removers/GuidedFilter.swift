import Raster

/// A guided filter (He, Sun & Tang, ECCV 2010) with a guide of three channels, as OpenCV's `ximgproc.guidedFilter`: each
/// channel of the result is, in every window, the affine function of the guide's colours that comes closest to the picture.
package struct GuidedFilter: Sendable {
  private let guide: RasterImage
  private let means: [Plane]
  /// The inverse of the guide's covariance plus ε on its diagonal: rr, rg, rb, gg, gb, bb.
  private let inverse: [Plane]
  private let box: FIRFilter

  /// - Parameters:
  ///   - guide: three planes.
  ///   - radius: of the square window, which is 2·radius + 1 pixels wide. Beyond the border the picture is mirrored.
  ///   - epsilon: what is added to the guide's variance, in its units squared.
  package init(guide: RasterImage, radius: Int, epsilon: Float) {
    let box = FIRFilter.box(radius: radius)
    let planes = guide.planes
    let means = planes.map { $0.filtered(box, border: .mirror) }
    let pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    let covariance = pairs.map { i, j -> Plane in
      let shift: Float = i == j ? epsilon : 0
      return planes[i].combined(with: planes[j]) { $0 * $1 }.filtered(box, border: .mirror)
        .combined(with: means[i].combined(with: means[j]) { $0 * $1 }) { $0 - $1 + shift }
    }
    self.guide = guide
    self.means = means
    self.box = box
    inverse = Self.inverted(covariance)
  }

  /// The picture filtered: planes of the guide's size.
  package func callAsFunction(_ image: RasterImage) -> RasterImage {
    RasterImage(planes: image.planes.map(filtered))
  }

  private func filtered(_ plane: Plane) -> Plane {
    let mean = plane.filtered(box, border: .mirror)
    let covariance = (0..<3).map { channel in
      plane.combined(with: guide.planes[channel]) { $0 * $1 }.filtered(box, border: .mirror)
        .combined(with: mean.combined(with: means[channel]) { $0 * $1 }) { $0 - $1 }
    }
    let rows = [[0, 1, 2], [1, 3, 4], [2, 4, 5]]
    let slopes = rows.map { Self.product(inverse[$0[0]], inverse[$0[1]], inverse[$0[2]], covariance) }
    let offset = mean.combined(with: Self.product(slopes[0], slopes[1], slopes[2], means)) { $0 - $1 }
    let smooth = slopes.map { $0.filtered(box, border: .mirror) }
    return Self.product(smooth[0], smooth[1], smooth[2], guide.planes)
      .combined(with: offset.filtered(box, border: .mirror)) { $0 + $1 }
  }

  /// a·p₀ + b·p₁ + c·p₂, sample by sample.
  private static func product(_ a: Plane, _ b: Plane, _ c: Plane, _ planes: [Plane]) -> Plane {
    let first = a.combined(with: planes[0]) { $0 * $1 }
    let second = b.combined(with: planes[1]) { $0 * $1 }
    let third = c.combined(with: planes[2]) { $0 * $1 }
    return first.combined(with: second) { $0 + $1 }.combined(with: third) { $0 + $1 }
  }

  /// Inverts symmetric 3×3 matrices by cofactors.
  private static func inverted(_ matrix: [Plane]) -> [Plane] {
    var result = matrix
    let (width, height) = (matrix[0].width, matrix[0].height)
    for index in 0..<width * height {
      let (a, b, c) = (matrix[0].samples[index], matrix[1].samples[index], matrix[2].samples[index])
      let (d, e, f) = (matrix[3].samples[index], matrix[4].samples[index], matrix[5].samples[index])
      let (aa, ab, ac) = (d * f - e * e, c * e - b * f, b * e - c * d)
      let share = 1 / (a * aa + b * ab + c * ac)
      result[0].samples[index] = aa * share
      result[1].samples[index] = ab * share
      result[2].samples[index] = ac * share
      result[3].samples[index] = (a * f - c * c) * share
      result[4].samples[index] = (b * c - a * e) * share
      result[5].samples[index] = (a * d - b * b) * share
    }
    return result
  }
}
