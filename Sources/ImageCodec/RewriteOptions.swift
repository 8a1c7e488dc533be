/// Manners of rewriting.
public struct RewriteOptions: Sendable {
  /// For JPEG: how much further than half a quantisation step a change must go to make a coefficient non-zero that was
  /// zero; at least 0. Keeps files from growing.
  public var deadZone: Float
  /// For PNG: zlib level 1…9; `nil` chooses by size.
  public var compressionLevel: Int?
  /// Whether previews (EXIF and Photoshop thumbnails, MPF pictures, …) are dropped: by default when a sample changed,
  /// since they show the unprotected picture.
  public var dropsPreviews: Bool?

  public init(deadZone: Float = 0.15, compressionLevel: Int? = nil, dropsPreviews: Bool? = nil) {
    self.deadZone = deadZone
    self.compressionLevel = compressionLevel
    self.dropsPreviews = dropsPreviews
  }
}

/// An encoded picture, and what could not stay as it was, a line each.
public struct EncodedFile: Sendable {
  public var bytes: [UInt8]
  public var notes: [String]
}
