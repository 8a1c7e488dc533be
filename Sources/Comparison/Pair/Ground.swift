import Raster

/// What a picture with alpha is laid over to be seen.
package enum Ground: String, Sendable, CaseIterable {
  case black, white
  /// Squares of 8 pixels, of a quarter and three quarters of full level.
  case checker

  /// The picture over this ground, blended as sRGB-encoded samples, as browsers do. Without alpha the picture as it is.
  ///
  /// - Parameters:
  ///   - picture: sRGB-encoded 0…1.
  ///   - alpha: 0…1, of the picture's size.
  package func laid(_ picture: RasterImage, alpha: Plane?) -> RasterImage {
    guard let alpha else { return picture }
    switch self {
    case .black: return picture.combined(with: alpha) { $0 * $1 }
    case .white: return picture.combined(with: alpha) { $0 * $1 + (1 - $1) }
    case .checker:
      var backdrop = alpha
      for y in 0..<alpha.height {
        for x in 0..<alpha.width {
          backdrop.samples[y * alpha.width + x] = (1 - alpha.samples[y * alpha.width + x]) * Self.square(x, y)
        }
      }
      return picture.combined(with: alpha) { $0 * $1 }.combined(with: backdrop) { $0 + $1 }
    }
  }

  /// The same of a packed picture, which without alpha stays packed.
  package func laid(_ picture: PackedImage, alpha: Plane?) -> PackedImage {
    alpha == nil ? picture : PackedImage(laid(picture.image, alpha: alpha))
  }

  private static func square(_ x: Int, _ y: Int) -> Float { (x / 8 + y / 8) % 2 == 0 ? 0.25 : 0.75 }
}
