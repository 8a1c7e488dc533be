/// Adobe's image resource blocks (Photoshop File Formats, "Image Resources"), which carry IPTC, paths and thumbnails.
enum PhotoshopResources {
  private static let prefix = Array("Photoshop 3.0".utf8) + [0]
  /// Resource 1033 is the thumbnail of Photoshop 4, 1036 that of later ones.
  private static let thumbnails: Set<Int> = [0x0409, 0x040C]

  /// The blocks with thumbnails taken out of APP13; resources may run on from segment to segment.
  static func droppingThumbnails(from blocks: [MetadataBlock], found: inout [String]) -> [MetadataBlock] {
    let places = blocks.indices.filter { blocks[$0].kind == .segment(0xED) && blocks[$0].bytes.starts(with: prefix) }
    guard let first = places.first else { return blocks }
    let joined = Array(places.map { blocks[$0].bytes.dropFirst(prefix.count) }.joined())
    guard let bare = droppingThumbnails(fromResources: joined) else { return blocks }
    found.append("the Photoshop thumbnail")
    var kept = blocks
    for place in places.reversed() { kept.remove(at: place) }
    let parts = stride(from: 0, to: bare.count, by: 65000).map { start in
      MetadataBlock(
        kind: .segment(0xED), bytes: prefix + bare[start..<min(bare.count, start + 65000)], position: .beforeImage)
    }
    kept.insert(contentsOf: parts, at: first)
    return kept
  }

  /// Whether a segment goes on with a resource of the one before it.
  static func isContinuation(_ block: MetadataBlock) -> Bool {
    block.kind == .segment(0xED) && block.bytes.starts(with: prefix)
      && !block.bytes.dropFirst(prefix.count).starts(with: "8BIM".utf8)
  }

  /// `nil` when there is no thumbnail.
  private static func droppingThumbnails(fromResources bytes: [UInt8]) -> [UInt8]? {
    var kept: [UInt8] = []
    var isChanged = false
    var at = 0
    while at + 12 <= bytes.count, bytes[at] == 0x38 {  // "8BIM", and kin of other programs
      let nameLength = Int(bytes[at + 6]) + 1
      let sizeAt = at + 6 + nameLength + nameLength % 2
      guard sizeAt + 4 <= bytes.count else { break }
      let size = Int(bigEndian32(bytes, sizeAt))
      let end = min(bytes.count, sizeAt + 4 + size + size % 2)
      if thumbnails.contains(bigEndian16(bytes, at + 4)) {
        isChanged = true
      } else {
        kept += bytes[at..<end]
      }
      at = end
    }
    return isChanged ? kept + bytes[at...] : nil
  }
}
