import ImageCodec

/// Cuts a JPEG file into segments (ITU-T T.81, annex B) up to its first scan; the rest stays whole.
enum JPEGParts {
  static func parse(_ bytes: [UInt8]) throws(MetadataError) -> ([MetadataFile.Part], Int, Int) {
    var parts = [MetadataFile.Part(range: 0..<2, content: .fixed(until: nil))]
    var (width, height) = (0, 0)
    var hasTables = false
    var at = 2
    while at + 4 <= bytes.count {
      let start = at
      // Fill bytes, and stray ones that decoders skip, belong to the part that follows.
      while at < bytes.count, bytes[at] != 0xFF { at += 1 }
      while at < bytes.count, bytes[at] == 0xFF { at += 1 }
      guard at + 3 <= bytes.count else { break }
      let marker = bytes[at]
      at += 1
      if marker == 0 || marker == 0x01 || (0xD0...0xD8).contains(marker) {
        parts.append(MetadataFile.Part(range: start..<at, content: .fixed(until: nil)))
        continue
      }
      guard marker != 0xD9 else { throw .file("the JPEG ends before its picture") }
      let length = Int(bytes[at]) << 8 | Int(bytes[at + 1])
      guard length >= 2, at + length <= bytes.count else { throw .file("a JPEG segment runs past the end") }
      let payload = at + 2..<at + length
      at += length
      switch marker {
      case 0xE0...0xEF, 0xFE:
        let block = MetadataBlock(kind: .segment(marker), bytes: Array(bytes[payload]), position: .beforeImage)
        // Stray bytes in front would be lost with the block; such a segment stays.
        let isClean = bytes[start] == 0xFF
        parts.append(MetadataFile.Part(range: start..<at, content: isClean ? .block(block) : .fixed(until: nil)))
      case 0xDA:
        guard width > 0 else { throw .file("the JPEG has no header of its picture") }
        let end = trailer(bytes, from: at)
        parts.append(MetadataFile.Part(range: start..<end, content: .fixed(until: .beforeImage)))
        if end < bytes.count { parts.append(MetadataFile.Part(range: end..<bytes.count, content: .trailer)) }
        return (parts, width, height)
      default:
        if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker), payload.count >= 5, width == 0 {
          height = Int(bytes[payload.lowerBound + 1]) << 8 | Int(bytes[payload.lowerBound + 2])
          width = Int(bytes[payload.lowerBound + 3]) << 8 | Int(bytes[payload.lowerBound + 4])
        }
        parts.append(MetadataFile.Part(range: start..<at, content: .fixed(until: hasTables ? nil : .beforeImage)))
        hasTables = true
      }
    }
    throw .file("the JPEG breaks off before its picture")
  }

  /// Where the picture ends: behind EOI, or at the end of the bytes.
  private static func trailer(_ bytes: [UInt8], from: Int) -> Int {
    bytes.withUnsafeBufferPointer { all in
      var at = from
      while at + 1 < all.count {
        guard all[at] == 0xFF else {
          at += 1
          continue
        }
        let marker = all[at + 1]
        switch marker {
        case 0xD9: return at + 2
        case 0xFF: at += 1
        case 0x00, 0x01, 0xD0...0xD7: at += 2
        default:
          guard at + 3 < all.count else { return all.count }
          at += 2 + max(2, Int(all[at + 2]) << 8 | Int(all[at + 3]))
        }
      }
      return all.count
    }
  }
}
