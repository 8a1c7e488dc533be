import Raster

/// Finds the pure paper of a picture: white or black at full level for two pixels in every direction, which print shops see and which
/// "select white" in an editor must still find.
enum Paper {
  private static let radius = 2

  /// 1 where a picture is pure paper, else 0; `nil` where there is none.
  ///
  /// - Parameter picture: sRGB-encoded 0…1.
  static func mask(of picture: RasterImage) -> Plane? {
    let white = eroded(pure(picture) { $0 >= 1 - 0.5 / 255 })
    let black = eroded(pure(picture) { $0 <= 0.5 / 255 })
    let mask = white.combined(with: black) { max($0, $1) }
    return mask.samples.contains(1) ? mask : nil
  }

  private static func pure(_ picture: RasterImage, _ isPure: @Sendable (Float) -> Bool) -> Plane {
    withoutActuallyEscaping(isPure) { isPure in
      picture.planes.dropFirst().reduce(picture.planes[0].map { isPure($0) ? 1 : 0 }) { mask, plane in
        mask.combined(with: plane) { $0 == 1 && isPure($1) ? 1 : 0 }
      }
    }
  }

  /// 1 where everything within the radius is 1, which a box filter's mean tells.
  private static func eroded(_ mask: Plane) -> Plane {
    mask.filtered(.box(radius: radius), border: .renormalised).map { $0 > 0.99 ? 1 : 0 }
  }
}
