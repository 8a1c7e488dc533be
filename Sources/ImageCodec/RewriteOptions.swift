/// The settings of rewriting a picture with other samples.
package struct RewriteOptions: Sendable {
  /// For JPEG: how much further than half a quantisation step a change must go to make a coefficient non-zero that was
  /// zero; at least 0. Keeps files from growing.
  package var deadZone: Float
  /// For PNG: libdeflate's level, 1…12; `nil` for the usual one.
  package var compressionLevel: Int?
  /// Whether previews (EXIF and Photoshop thumbnails, MPF pictures, …) are dropped: by default when a sample changed,
  /// since they show the unprotected picture.
  package var dropsPreviews: Bool?

  package init(deadZone: Float = 0.15, compressionLevel: Int? = nil, dropsPreviews: Bool? = nil) {
    self.deadZone = deadZone
    self.compressionLevel = compressionLevel
    self.dropsPreviews = dropsPreviews
  }
}
