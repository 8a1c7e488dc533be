import Perturbation
import Raster

extension Recipe {
  /// ``PatternVisibility`` knows gratings and overrates a change whose steps went against a metric of visibility: this many times as
  /// large, such a change is about as visible to a network that took no part (Research/notes/perturbation.md).
  private static let quietShare = 1.15

  /// The factor by which a perturbation may be multiplied until ``PatternVisibility`` says as much of it as the strength allows.
  ///
  /// - Parameters:
  ///   - perturbation: what is added, of the picture's size, sRGB-encoded difference 0…1.
  ///   - picture: sRGB-encoded 0…1, at about the size that it is looked at.
  func maximumScale(of perturbation: RasterImage, on picture: RasterImage) -> Double {
    let most = strength.maximumVisibility * (minimisesVisibility ? Self.quietShare : 1)
    return most / max(1e-6, PatternVisibility()(of: perturbation, on: picture))
  }
}
