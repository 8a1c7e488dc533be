import ImageContainer

/// A picture with everything that its file carries.
package struct Artwork: Sendable {
  package let format: ImageFormat
  /// Columns as stored, before `orientation`.
  package let width: Int
  /// Rows as stored, before `orientation`.
  package let height: Int
  package let layout: SampleLayout
  /// Bits a sample in the file, 1…16 (of a palette: of its indices). Depths under 8 are expanded to 8-bit samples by
  /// exact scaling, palettes to their colours.
  package let depth: Int
  /// `width × height × layout.channels` samples.
  package var samples: Samples
  /// From EXIF; `.up` without.
  package let orientation: Orientation
  package let encoding: Encoding
  /// Every ancillary chunk, or APPn and COM segment, in file order. What stands here is what `rewrite` writes.
  package var blocks: [MetadataBlock]
  /// What the decoder said of the file, a line each; nothing of a sound one.
  package let decoderWarnings: [String]
  /// Bytes after the end of the picture, which were not read.
  package let trailingBytes: Int
  /// What the samples mean.
  package let colour: ColourProfile

  /// What was wrong with the file, a line each; nothing in a sound one.
  package var warnings: [String] { decoderWarnings + (trailingWarning.map { [$0] } ?? []) }
  /// The line about ``trailingBytes``, if there are any.
  package var trailingWarning: String? {
    trailingBytes > 0 ? "\(trailingBytes) bytes after the end of the picture are ignored" : nil
  }
  /// Columns of the upright picture.
  package var uprightWidth: Int { orientation.swapsSides ? height : width }
  /// Rows of the upright picture.
  package var uprightHeight: Int { orientation.swapsSides ? width : height }

  /// Whether `other` samples fit this picture: as many, and of the same depth.
  func fits(_ other: Samples) -> Bool {
    other.count == width * height * layout.channels && other.maximum == samples.maximum
  }
}

/// What the beginning of a file says of its picture.
package struct Header: Sendable, Equatable {
  package let format: ImageFormat
  /// Columns and rows as stored.
  package let width, height: Int
  package let layout: SampleLayout
  /// Bits a sample in the file.
  package let depth: Int
  package let orientation: Orientation
  /// Frames of an animated PNG; 1 for all others.
  package let frames: Int
}
