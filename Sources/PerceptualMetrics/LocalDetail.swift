import Raster

/// The fine detail that a picture has at each place, which hides a change there and which a smooth place lacks.
///
/// It is the root mean square, over a square of 17 pixels, of the luma less its mean over 9 pixels: structure of up to some 16 pixels.
package enum LocalDetail {
  private static let band = box(9)
  private static let window = box(17)
  /// The detail under which a place counts as smooth, in levels of 255.
  package static let smooth: Float = 1.5

  /// The detail of every pixel, in levels of 255.
  ///
  /// - Parameter picture: one or three sRGB-encoded planes 0…1.
  package static func map(_ picture: RasterImage) -> Plane {
    let luma = picture.luma()
    let square = luma.combined(with: luma.filtered(band, border: .renormalised)) { ($0 - $1) * ($0 - $1) }
    return square.filtered(window, border: .renormalised).map { 255 * max(0, $0).squareRoot() }
  }

  private static func box(_ side: Int) -> FIRFilter {
    FIRFilter(weights: [Float](repeating: 1 / Float(side), count: side))
  }
}
