import ImageCodec

/// Where EXIF lies in a file: a PNG eXIf chunk, a JPEG APP1 segment that begins with "Exif" and two zeros, or, from before
/// there was eXIf, a raw profile in a PNG text chunk.
enum EXIFBlock {
  private static let prefix = Array("Exif".utf8) + [0, 0]

  static func isCarrier(_ block: MetadataBlock) -> Bool {
    block.isExif || RawProfile(block).map { $0.isSound && isEXIF($0.bytes) } ?? false
  }

  /// The TIFF structure in a block. Some PNG writers keep JPEG's prefix.
  static func structure(_ block: MetadataBlock) -> [UInt8] {
    let bytes = RawProfile(block)?.bytes ?? block.bytes
    return bytes.starts(with: prefix) ? Array(bytes.dropFirst(prefix.count)) : bytes
  }

  /// The block with another structure, packed as it was; `nil` only without memory.
  static func replacing(_ structure: [UInt8], in block: MetadataBlock) -> MetadataBlock? {
    if var profile = RawProfile(block) {
      profile.bytes = (profile.bytes.starts(with: prefix) ? prefix : []) + structure
      return profile.block(block.position)
    }
    var new = block
    new.bytes = (block.bytes.starts(with: prefix) ? prefix : []) + structure
    return new
  }

  static func make(_ structure: [UInt8], _ format: ImageFormat) -> MetadataBlock {
    switch format {
    case .png: MetadataBlock(kind: .chunk("eXIf"), bytes: structure, position: .beforePalette)
    case .jpeg: MetadataBlock(kind: .segment(0xE1), bytes: prefix + structure, position: .beforeImage)
    }
  }

  private static func isEXIF(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: prefix) || bytes.starts(with: Array("II*".utf8)) || bytes.starts(with: Array("MM".utf8))
  }
}
