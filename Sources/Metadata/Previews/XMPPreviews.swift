import ImageContainer

/// Removes the pictures that XMP packets hold as Base64.
enum XMPPreviews {
  /// Properties that hold pictures: XMP's thumbnails (ISO 16684-1, 8.2.2.4) and the unblurred picture of Google's cameras.
  private static let properties: Set<XMPName> = [
    XMPName(uri: "http://ns.adobe.com/xap/1.0/g/img/", "image"),
    XMPName(uri: "http://ns.google.com/photos/1.0/image/", "Data"),
  ]
  /// How their names look in nearly all packets.
  private static let usualNames = ["xmpGImg:image", "GImage:Data"]

  /// A block whose XMP has its pictures emptied; a block without any as it is, and `nil` for a packet that cannot be read
  /// and names a picture.
  static func dropping(from block: MetadataBlock, found: inout [String]) -> MetadataBlock? {
    guard XMPBlock.isPacket(block), let packet = XMPBlock.packet(block) else { return block }
    do {
      guard let bare = try emptied(packet) else { return block }
      found.append("a thumbnail in XMP")
      return XMPBlock.replacing(bare, in: block)
    } catch {
      guard usualNames.contains(where: { contains(packet, $0) }) else { return block }
      found.append("damaged XMP with a thumbnail")
      return nil
    }
  }

  /// The packet with its pictures emptied; `nil` when it has none.
  ///
  /// - Throws: `MetadataError.xmp`.
  private static func emptied(_ packet: [UInt8]) throws(MetadataError) -> [UInt8]? {
    // Nearly no packet has one: no need to parse the others.
    guard properties.contains(where: { contains(packet, $0.namespace) }) else {
      if usualNames.contains(where: { contains(packet, $0) }) { throw .xmp("a prefix is not declared") }
      return nil
    }
    let end = packet.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    var edits: [XMPPacket.Edit] = []
    for element in try XMLTree(Array(packet[..<end])).elements {
      if properties.contains(element.name), !element.isEmptyTag, element.endTag.lowerBound > element.startTag.upperBound
      {
        edits.append(XMPPacket.Edit(range: element.startTag.upperBound..<element.endTag.lowerBound, replacement: []))
      }
      let names = Set(
        element.attributes.filter { properties.contains($0.name) && !$0.value.isEmpty }.map(\.qualifiedName))
      guard !names.isEmpty else { continue }
      edits += StartTag.attributes(in: packet, element.startTag).filter { names.contains($0.name) }.map {
        XMPPacket.Edit(range: $0.value, replacement: [])
      }
    }
    return edits.isEmpty ? nil : XMPPacket.splice(packet, edits)
  }

  /// The blocks without extended XMP if it holds a picture; it is cut into segments at any byte, so all of it goes.
  static func droppingExtended(from blocks: [MetadataBlock], found: inout [String]) -> [MetadataBlock] {
    // After the prefix: a digest of 32 letters, the full length and the offset.
    let text = Array(
      blocks.filter(ExtendedXMP.isPart).map { $0.bytes.dropFirst(ExtendedXMP.prefix.count + 40) }.joined())
    guard
      usualNames.contains(where: { contains(text, $0) }) || properties.contains(where: { contains(text, $0.namespace) })
    else { return blocks }
    found.append("extended XMP with a picture")
    return blocks.filter { !ExtendedXMP.isPart($0) }
  }

  private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let needle = Array(text.utf8)
    guard let first = needle.first, bytes.count >= needle.count else { return false }
    var at = 0
    while let start = bytes[at...].firstIndex(of: first), start + needle.count <= bytes.count {
      if bytes[start..<start + needle.count].elementsEqual(needle) { return true }
      at = start + 1
    }
    return false
  }
}
