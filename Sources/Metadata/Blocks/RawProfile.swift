import ImageCodec

/// A profile as hexadecimal text in a PNG text chunk, the way of ImageMagick: keyword "Raw profile type NAME", and as text
/// a line break, the name, the length and lines of digits.
struct RawProfile {
  static let keyword = "Raw profile type "

  private let chunk: TextChunk
  private let name: String
  var bytes: [UInt8]

  /// `nil` for any other block and for text that is no such profile.
  init?(_ block: MetadataBlock) {
    guard block.begins(with: Self.keyword, terminated: false), let chunk = TextChunk(block) else { return nil }
    let lines = chunk.text.split(separator: 10, maxSplits: 2)
    guard lines.count == 3, let length = Int(String(decoding: lines[1].filter { $0 != 32 }, as: UTF8.self)) else {
      return nil
    }
    var digits: [UInt8] = []
    digits.reserveCapacity(lines[2].count)
    for character in lines[2] {
      switch character {
      case 48...57: digits.append(character - 48)
      case 97...102: digits.append(character - 87)
      case 65...70: digits.append(character - 55)
      case 9, 10, 13, 32: continue
      default: return nil
      }
    }
    guard digits.count == 2 * length else { return nil }
    self.chunk = chunk
    name = String(decoding: lines[0], as: UTF8.self)
    bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// As a chunk of the kind that it came from; `nil` only without memory.
  func block(_ position: MetadataBlock.Position) -> MetadataBlock? {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array(
      "\n\(name)\n\(String(repeating: " ", count: max(0, 8 - "\(bytes.count)".count)))\(bytes.count)".utf8)
    for (index, byte) in bytes.enumerated() {
      if index % 36 == 0 { text.append(10) }
      text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return TextChunk(keyword: chunk.keyword, kind: chunk.kind, text: text + [10]).block(position)
  }
}
