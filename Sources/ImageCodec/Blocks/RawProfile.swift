/// EXIF, XMP or Photoshop resources as hexadecimal text in a PNG's tEXt or zTXt chunk, the way of ImageMagick before
/// there was eXIf: keyword "Raw profile type NAME", then a line break, the name, the length, and lines of digits.
struct RawProfile {
  private static let keyword = "Raw profile type "

  private let name: String
  private let bytes: [UInt8]

  /// `nil` for any other block.
  init?(_ block: MetadataBlock) {
    guard block.begins(with: Self.keyword, terminated: false), let end = block.bytes.prefix(80).firstIndex(of: 0) else {
      return nil
    }
    name = String(decoding: block.bytes[Self.keyword.utf8.count..<end], as: UTF8.self)
    let text: [UInt8]
    switch block.kind {
    case .chunk("tEXt"): text = Array(block.bytes[(end + 1)...])
    case .chunk("zTXt") where block.bytes.count > end + 2:
      guard let inflated = try? Inflate.inflate(Array(block.bytes[(end + 2)...]), limit: 8 << 20) else { return nil }
      text = inflated
    default: return nil
    }
    let lines = text.split(separator: 10, maxSplits: 2)
    guard lines.count == 3, ["exif", "APP1", "iptc", "8bim", "xmp"].contains(name) else { return nil }
    var digits: [UInt8] = []
    digits.reserveCapacity(lines[2].count)
    for character in lines[2] {
      switch character {
      case 48...57: digits.append(character - 48)
      case 97...102: digits.append(character - 87)
      case 65...70: digits.append(character - 55)
      default: continue
      }
    }
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// Photoshop resources without what stands before them in a segment.
  private var isBareResource: Bool { ["8bim", "iptc"].contains(name) && bytes.first == UInt8(ascii: "8") }

  /// The profile as the JPEG segment that it came from.
  var asSegment: MetadataBlock {
    let marker: UInt8 = name == "8bim" || name == "iptc" ? 0xED : 0xE1
    return MetadataBlock(
      kind: .segment(marker), bytes: isBareResource ? Array("Photoshop 3.0".utf8) + [0] + bytes : bytes,
      position: .beforeImage)
  }

  /// The chunk `block` with other bytes, as plain text.
  func encoded(_ segment: MetadataBlock, as block: MetadataBlock) -> MetadataBlock {
    let payload = isBareResource ? Array(segment.bytes.dropFirst(14)) : segment.bytes
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("\(Self.keyword)\(name)".utf8) + [0, 10] + Array("\(name)\n\(payload.count)".utf8)
    for (i, byte) in payload.enumerated() {
      if i % 36 == 0 { text.append(10) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return MetadataBlock(kind: .chunk("tEXt"), bytes: text + [10], position: block.position)
  }
}
