import CImageFences
import ImageCodec

/// Cuts a PNG file into chunks (ISO/IEC 15948, 5.3).
enum PNGParts {
  static func parse(_ bytes: [UInt8]) throws(MetadataError) -> ([MetadataFile.Part], Int, Int) {
    guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else { throw .file("the PNG header is damaged") }
    let (width, height) = (number(bytes, 16), number(bytes, 20))
    var parts = [MetadataFile.Part(range: 0..<8, content: .fixed(until: nil))]
    var position = MetadataBlock.Position.beforePalette
    var hasPicture = false
    var at = 8
    while at + 12 <= bytes.count {
      let length = number(bytes, at)
      let end = at + 12 + length
      guard end <= bytes.count else { break }
      let type = String(decoding: bytes[at + 4..<at + 8], as: UTF8.self)
      let content: MetadataFile.Part.Content
      switch type {
      case "IHDR": content = .fixed(until: nil)
      case "PLTE":
        content = .fixed(until: .beforePalette)
        position = max(position, .beforeImage)
      case "IDAT":
        content = .fixed(until: hasPicture ? nil : .beforeImage)
        position = .afterImage
        hasPicture = true
      case "IEND": content = .fixed(until: .afterImage)
      case "tRNS": content = .fixed(until: nil)
      default:
        content =
          isSound(bytes, at, length) && bytes[at + 4] & 0x20 != 0
          ? .block(
            MetadataBlock(kind: .chunk(type), bytes: Array(bytes[at + 8..<end - 4]), position: position))
          : .fixed(until: nil)
      }
      parts.append(MetadataFile.Part(range: at..<end, content: content))
      at = end
      if type == "IEND" {
        if at < bytes.count { parts.append(MetadataFile.Part(range: at..<bytes.count, content: .trailer)) }
        return (parts, width, height)
      }
    }
    guard hasPicture else { throw .file("the PNG breaks off before its picture") }
    if at < bytes.count {
      parts.append(MetadataFile.Part(range: at..<bytes.count, content: .fixed(until: .afterImage)))
    }
    return (parts, width, height)
  }

  static func encode(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + payload
    return bigEndian(payload.count) + body + bigEndian(Int(checksum(body)))
  }

  /// Letters for a name and the right checksum; anything else stays where it is, whatever it is.
  private static func isSound(_ bytes: [UInt8], _ at: Int, _ length: Int) -> Bool {
    bytes[at + 4..<at + 8].allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
      && Int(checksum(Array(bytes[at + 4..<at + 8 + length]))) == number(bytes, at + 8 + length)
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { lacquer_crc32($0.baseAddress, $0.count) }
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(bytes[at]) << 24 | Int(bytes[at + 1]) << 16 | Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
