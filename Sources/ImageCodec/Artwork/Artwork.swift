import ImageContainer

/// A picture with everything that its file carries.
public struct Artwork: Sendable {
  public let format: ImageFormat
  /// Columns as stored, before `orientation`.
  public let width: Int
  /// Rows as stored, before `orientation`.
  public let height: Int
  public let layout: SampleLayout
  /// Bits a sample in the file, 1…16 (of a palette: of its indices). Depths under 8 are expanded to 8-bit samples by
  /// exact scaling, palettes to their colours.
  public let depth: Int
  /// `width × height × layout.channels` samples.
  public var samples: Samples
  /// From EXIF; `.up` without.
  public let orientation: Orientation
  public let encoding: Encoding
  /// Every ancillary chunk, or APPn and COM segment, in file order. What stands here is what `rewrite` writes.
  public var blocks: [MetadataBlock]
  /// What was wrong with the file, a line each; nothing in a sound one.
  public let warnings: [String]
  /// What the samples mean.
  public let colour: ColourProfile

  /// Columns of the upright picture.
  public var uprightWidth: Int { orientation.swapsSides ? height : width }
  /// Rows of the upright picture.
  public var uprightHeight: Int { orientation.swapsSides ? width : height }

  /// Whether `other` samples fit this picture: as many, and of the same depth.
  func fits(_ other: Samples) -> Bool {
    other.count == width * height * layout.channels && other.maximum == samples.maximum
  }
}

/// What the beginning of a file says of its picture.
public struct Header: Sendable, Equatable {
  public let format: ImageFormat
  /// Columns and rows as stored.
  public let width, height: Int
  public let layout: SampleLayout
  /// Bits a sample in the file.
  public let depth: Int
  public let orientation: Orientation
  /// Frames of an animated PNG; 1 for all others.
  public let frames: Int
}
