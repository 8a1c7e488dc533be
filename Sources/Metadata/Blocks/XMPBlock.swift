import ImageContainer

/// Where XMP lies in a file: an iTXt chunk in PNG, an APP1 segment in JPEG (XMP specification part 3, 1.1.3 and 1.1.5).
enum XMPBlock {
  static let keyword = "XML:com.adobe.xmp"
  static let segmentPrefix = Array("http://ns.adobe.com/xap/1.0/".utf8) + [0]
  /// The longest packet of one segment.
  static let maxSegmentPacket = 65_502

  static func isPacket(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .chunk("iTXt"), .chunk("tEXt"), .chunk("zTXt"): block.begins(with: keyword)
    case .segment(0xE1): block.bytes.starts(with: segmentPrefix)
    default: false
    }
  }

  /// The bytes of the packet in a block for which `isPacket` holds; `nil` when they cannot be unpacked.
  static func packet(_ block: MetadataBlock) -> [UInt8]? {
    if case .segment = block.kind { return Array(block.bytes.dropFirst(segmentPrefix.count)) }
    return TextChunk(block)?.text
  }

  /// The block with another packet, packed as it was.
  static func replacing(_ packet: [UInt8], in block: MetadataBlock) -> MetadataBlock? {
    if case .segment = block.kind {
      return MetadataBlock(kind: block.kind, bytes: segmentPrefix + packet, position: block.position)
    }
    guard var chunk = TextChunk(block) else { return nil }
    chunk.text = packet
    return chunk.block(block.position)
  }

  /// A new block with a packet.
  static func make(_ packet: [UInt8], _ format: ImageFormat) -> MetadataBlock {
    switch format {
    case .jpeg: MetadataBlock(kind: .segment(0xE1), bytes: segmentPrefix + packet, position: .beforeImage)
    case .png:
      MetadataBlock(
        kind: .chunk("iTXt"), bytes: Array(keyword.utf8) + [0, 0, 0, 0, 0] + packet, position: .beforePalette)
    }
  }
}
