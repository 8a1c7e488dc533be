import Raster

/// AdverseCleaner (lllyasviel, 2023): smooths away what stands out from its surroundings by a few levels, then puts the
/// picture's own edges back.
///
/// On levels 0…255, in floating point: 64 × bilateral(d = 5, σ colour = 8, σ space = 8) of the picture, then 4 × guided filter
/// (radius 4, ε = 16) of the result with the untouched picture as the guide. Both as OpenCV defines them.
package enum AdverseCleaner {
  /// The cleaned picture, not rounded.
  ///
  /// - Parameter image: three planes 0…1.
  package static func clean(_ image: RasterImage) -> RasterImage {
    let levels = image.map { $0 * 255 }
    var smooth = BilateralFilter(colour: 8, space: 8)(levels, times: 64)
    let guide = GuidedFilter(guide: levels, radius: 4, epsilon: 16)
    for _ in 0..<4 { smooth = guide(smooth) }
    return smooth.map { $0 * (1 / 255) }
  }
}
