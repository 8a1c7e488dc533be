import ImageContainer

/// Where XMP lies in a file: an iTXt chunk in PNG, an XMP chunk in WebP, an APP1 segment in JPEG (XMP specification part 3, 1.1.3
/// and 1.1.5). PNG files of ImageMagick and libvips have it in other text chunks too.
enum XMPBlock {
  static let keyword = "XML:com.adobe.xmp"
  static let segmentPrefix = Array("http://ns.adobe.com/xap/1.0/".utf8) + [0]
  /// The longest packet of one segment.
  static let maxSegmentPacket = 65_502

  static func isPacket(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .chunk("iTXt"), .chunk("tEXt"), .chunk("zTXt"):
      block.begins(with: keyword) || rawProfile(block) != nil
    case .chunk("XMP "): true
    case .segment(0xE1): block.bytes.starts(with: segmentPrefix)
    default: false
    }
  }

  /// The bytes of the packet in a block for which `isPacket` holds; `nil` when they cannot be unpacked.
  static func packet(_ block: MetadataBlock) -> [UInt8]? {
    if case .segment = block.kind { return Array(block.bytes.dropFirst(segmentPrefix.count)) }
    if block.kind == .chunk("XMP ") { return block.bytes }
    if let raw = rawProfile(block) {
      return raw.starts(with: segmentPrefix) ? Array(raw.dropFirst(segmentPrefix.count)) : raw
    }
    return TextChunk(block)?.text
  }

  /// The block with another packet. In PNG that is always uncompressed iTXt before the picture, the only place where Adobe's
  /// toolkit looks.
  static func replacing(_ packet: [UInt8], in block: MetadataBlock) -> MetadataBlock {
    if block.kind == .chunk("XMP ") {
      return MetadataBlock(kind: block.kind, bytes: packet, position: block.position)
    }
    guard case .segment = block.kind else {
      var new = make(packet, .png)
      new.position = min(block.position, .beforeImage)
      return new
    }
    return MetadataBlock(kind: block.kind, bytes: segmentPrefix + packet, position: block.position)
  }

  /// A new block with a packet.
  static func make(_ packet: [UInt8], _ format: ImageFormat) -> MetadataBlock {
    switch format {
    case .jpeg: MetadataBlock(kind: .segment(0xE1), bytes: segmentPrefix + packet, position: .beforeImage)
    case .webp: MetadataBlock(kind: .chunk("XMP "), bytes: packet, position: .afterImage)
    case .png:
      MetadataBlock(
        kind: .chunk("iTXt"), bytes: Array(keyword.utf8) + [0, 0, 0, 0, 0] + packet, position: .beforePalette)
    }
  }

  /// The content of a raw profile that holds XMP, with or without the head of a JPEG segment.
  private static func rawProfile(_ block: MetadataBlock) -> [UInt8]? {
    guard ["xmp", "APP1"].contains(where: { block.begins(with: RawProfile.keyword + $0) }),
      let profile = RawProfile(block), profile.isSound
    else { return nil }
    let isXMP = profile.bytes.starts(with: segmentPrefix) || block.begins(with: RawProfile.keyword + "xmp")
    return isXMP ? profile.bytes : nil
  }
}
