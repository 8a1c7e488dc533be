import Perturbation
import Raster

extension Strength {
  /// The factor by which a perturbation may be multiplied until ``PatternVisibility`` says ``maximumVisibility`` of it.
  ///
  /// - Parameters:
  ///   - perturbation: what is added, of the picture's size, sRGB-encoded difference 0…1.
  ///   - picture: sRGB-encoded 0…1, at about the size that it is looked at.
  func maximumScale(of perturbation: RasterImage, on picture: RasterImage) -> Double {
    maximumVisibility / max(1e-6, PatternVisibility()(of: perturbation, on: picture))
  }
}
