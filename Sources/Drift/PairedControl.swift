import Comparison
import Raster

extension DriftMeter {
  /// Prepares a pair whose control is a picture and no noise: what a change is to be compared with.
  ///
  /// - Parameters:
  ///   - original: upright, sRGB-encoded 0…1.
  ///   - protected: the decoded output, of the same size.
  ///   - control: the original with something else that was done to it, of the same size.
  /// - Throws: `ComparisonError.differentSizes`.
  package func material(
    original: RasterImage, protected: RasterImage, control: RasterImage
  ) throws(ComparisonError) -> Material {
    for other in [protected, control] where !original.planes[0].hasSameSize(as: other.planes[0]) {
      throw .differentSizes(original.width, original.height, other.width, other.height)
    }
    return Material(
      original: original.rgb.shrunk(toLongSide: measuredSide),
      protected: protected.rgb.shrunk(toLongSide: measuredSide),
      controls: [control.rgb.shrunk(toLongSide: measuredSide)], target: nil)
  }
}
