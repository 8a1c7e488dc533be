/// Pictures inside XMP packets, as Base64.
enum XMPPreviews {
  private static let extendedPrefix = "http://ns.adobe.com/xmp/extension/"
  /// Properties that hold pictures: XMP's thumbnails (ISO 16684-1, 8.2.2.4) and the unblurred picture of Google's cameras.
  private static let properties = ["xmpGImg:image", "GImage:Data"]

  /// A block whose XMP has its pictures emptied; a block without any as it is.
  static func dropping(from block: MetadataBlock, found: inout [String]) -> MetadataBlock {
    var bare = block
    switch block.kind {
    case .segment(0xE1) where block.begins(with: "http://ns.adobe.com/xap/1.0/"):
      guard empty(&bare.bytes) else { return block }
    case .chunk where block.begins(with: "XML:com.adobe.xmp"):
      guard var chunk = TextChunk(block), empty(&chunk.text), let packed = chunk.block(block.position) else {
        return block
      }
      bare = packed
    default: return block
    }
    found.append("a thumbnail in XMP")
    return bare
  }

  /// Empties the properties that hold pictures.
  ///
  /// - Returns: whether there were any.
  private static func empty(_ packet: inout [UInt8]) -> Bool {
    let count = packet.count
    for property in properties {
      while let range = content(of: property, in: packet) { packet.removeSubrange(range) }
    }
    return packet.count != count
  }

  /// The blocks without extended XMP if it holds a picture; it is cut into segments at any byte, so all of it goes.
  static func droppingExtended(from blocks: [MetadataBlock], found: inout [String]) -> [MetadataBlock] {
    let isExtended = { (block: MetadataBlock) in
      block.kind == .segment(0xE1) && block.begins(with: extendedPrefix)
    }
    // After the prefix: a digest of 32 letters, the full length and the offset.
    let text = Array(blocks.filter(isExtended).map { $0.bytes.dropFirst(extendedPrefix.utf8.count + 41) }.joined())
    guard properties.contains(where: { find(Array($0.utf8), in: text, from: 0) != nil }) else { return blocks }
    found.append("extended XMP with a picture")
    return blocks.filter { !isExtended($0) }
  }

  /// Where the content of an element or attribute stands, unless it is empty.
  private static func content(of property: String, in bytes: [UInt8]) -> Range<Int>? {
    let name = Array(property.utf8)
    var at = 0
    while let start = find(name, in: bytes, from: at) {
      at = start + name.count
      // An attribute: name, "=", a quote, the value, the quote. An element: name, ">", the text, "<".
      guard at + 1 < bytes.count else { return nil }
      let end: Int?
      if bytes[at] == UInt8(ascii: "="), bytes[at + 1] == UInt8(ascii: "\"") || bytes[at + 1] == UInt8(ascii: "'") {
        at += 2
        end = bytes[at...].firstIndex(of: bytes[at - 1])
      } else if bytes[at] == UInt8(ascii: ">"), start > 0, bytes[start - 1] == UInt8(ascii: "<") {
        at += 1
        end = bytes[at...].firstIndex(of: UInt8(ascii: "<"))
      } else {
        continue
      }
      if let end, end > at { return at..<end }
    }
    return nil
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    guard needle.count <= bytes.count - from else { return nil }
    return (from...bytes.count - needle.count).first { at in
      bytes[at] == needle[0] && bytes[at..<at + needle.count].elementsEqual(needle)
    }
  }
}
