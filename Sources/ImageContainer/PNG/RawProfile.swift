/// A profile as hexadecimal text in a PNG text chunk, the way of ImageMagick before there was eXIf: keyword "Raw profile
/// type NAME", and as text a line break, the name, the length and lines of digits.
package struct RawProfile {
  package static let keyword = "Raw profile type "

  private let chunk: TextChunk
  private let name: String
  /// Whether the text holds as many digits as it says, and nothing else.
  package let isSound: Bool
  package var bytes: [UInt8]

  /// Other characters among the digits are passed over, as readers do. `nil` for any other block and for text that is no
  /// such profile.
  package init?(_ block: MetadataBlock) {
    guard block.begins(with: Self.keyword, terminated: false), let chunk = TextChunk(block) else { return nil }
    let lines = chunk.text.split(separator: 10, maxSplits: 2)
    guard lines.count == 3 else { return nil }
    var digits: [UInt8] = []
    digits.reserveCapacity(lines[2].count)
    var isPlain = true
    for character in lines[2] {
      switch character {
      case 48...57: digits.append(character - 48)
      case 97...102: digits.append(character - 87)
      case 65...70: digits.append(character - 55)
      case 9, 10, 13, 32: continue
      default: isPlain = false
      }
    }
    let length = Int(String(decoding: lines[1].filter { $0 != 32 }, as: UTF8.self))
    self.chunk = chunk
    name = String(decoding: lines[0], as: UTF8.self)
    isSound = isPlain && length.map { 2 * $0 == digits.count } ?? false
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// As a chunk of the kind that it came from; `nil` only without memory.
  package func block(_ position: MetadataBlock.Position) -> MetadataBlock? {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array(
      "\n\(name)\n\(String(repeating: " ", count: max(0, 8 - "\(bytes.count)".count)))\(bytes.count)".utf8)
    for (index, byte) in bytes.enumerated() {
      if index % 36 == 0 { text.append(10) }
      text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return TextChunk(keyword: chunk.keyword, kind: chunk.kind, text: text + [10]).block(position)
  }

  // MARK: - As a segment of JPEG

  /// Photoshop resources without what stands before them in a segment.
  private var isBareResource: Bool { ["8bim", "iptc"].contains(name) && bytes.first == UInt8(ascii: "8") }

  /// The profile as the JPEG segment that it came from; `nil` for profiles that no segment has.
  package var asSegment: MetadataBlock? {
    guard ["exif", "APP1", "iptc", "8bim", "xmp"].contains(name) else { return nil }
    return MetadataBlock(
      kind: .segment(name == "8bim" || name == "iptc" ? 0xED : 0xE1),
      bytes: isBareResource ? Array("Photoshop 3.0".utf8) + [0] + bytes : bytes, position: .beforeImage)
  }

  /// The profile with what a segment holds.
  package func replacing(_ segment: MetadataBlock) -> RawProfile {
    var profile = self
    profile.bytes = isBareResource ? Array(segment.bytes.dropFirst(14)) : segment.bytes
    return profile
  }
}
