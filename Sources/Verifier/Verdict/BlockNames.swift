import ImageCodec

extension MetadataBlock {
  /// What the block is called in its format: a chunk's type, or the name of a segment.
  var name: String {
    switch kind {
    case .chunk(let type): type
    case .segment(0xFE): "COM"
    case .segment(let marker): "APP\(Int(marker) - 0xE0)"
    }
  }

  /// Whether the block may hold a preview of the pixels, or a signature over them, and so has to change with them: EXIF,
  /// XMP, Photoshop resources, JFIF, MPF and C2PA.
  var mayChange: Bool {
    switch kind {
    case .chunk(let type): ["eXIf", "caBX", "iTXt", "zTXt", "tEXt", "bKGD", "hIST", "sBIT", "tIME"].contains(type)
    case .segment(let marker): [0xE0, 0xE1, 0xE2, 0xEB, 0xED].contains(marker)
    }
  }
}
