import Raster

/// What was done to a picture before it is perturbed and compared.
package struct Replacement: Sendable {
  /// The file that took the place of the original, if it was resized or converted.
  package let preparation: PreparedOriginal?
  package let stamp: AppliedStamp?
  /// The upright picture in sRGB as it was before its grain was laid; `nil` without a grain, under a stamp, and once it is verified.
  let ungrained: PackedImage?

  init(preparation: PreparedOriginal?, stamp: AppliedStamp?, ungrained: PackedImage? = nil) {
    self.preparation = preparation
    self.stamp = stamp
    self.ungrained = ungrained
  }
}
