import CImageFences

/// The chunks of a PNG file, found without libpng: where they stand, not what they mean.
///
/// Walks as far as the bytes make sense; whether the file is sound is for libpng to say.
struct PNGChunks {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  struct Chunk {
    var type: String
    /// Where the payload stands in the file.
    var payload: Range<Int>
    var hasSoundChecksum: Bool

    /// Whether decoders may go on without knowing the chunk.
    var isAncillary: Bool { type.utf8.first.map { $0 & 0x20 != 0 } ?? false }
  }

  private(set) var chunks: [Chunk] = []
  /// Bytes after IEND.
  private(set) var trailing = 0

  init(_ bytes: [UInt8]) {
    var at = Self.signature.count
    while at + 12 <= bytes.count {
      let length = Int(bigEndian32(bytes, at))
      let end = at + 12 + length
      guard length < 1 << 31, end <= bytes.count else { return }
      let type = bytes[at + 4..<at + 8]
      guard type.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else { return }
      let sum = bytes.withUnsafeBufferPointer { lacquer_crc32($0.baseAddress.map { $0 + at + 4 }, length + 4) }
      chunks.append(
        Chunk(
          type: String(decoding: type, as: UTF8.self), payload: at + 8..<end - 4,
          hasSoundChecksum: sum == bigEndian32(bytes, end - 4)))
      at = end
      if chunks.last?.type == "IEND" {
        trailing = bytes.count - at
        return
      }
    }
  }

  /// The first chunk of a type.
  func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  /// Bytes of compressed picture.
  var imageBytes: Int { chunks.reduce(0) { $0 + ($1.type == "IDAT" ? $1.payload.count : 0) } }

  /// Frames that an acTL chunk before the picture declares; `nil` for a still picture.
  func frames(_ bytes: [UInt8]) -> Int? {
    guard let control = chunks.firstIndex(where: { $0.type == "acTL" }),
      control < chunks.firstIndex(where: { $0.type == "IDAT" }) ?? .max
    else { return nil }
    let payload = chunks[control].payload
    return payload.count >= 4 ? Int(bigEndian32(bytes, payload.lowerBound)) : 0
  }

  /// The ancillary chunks with a sound checksum as blocks, except tRNS, which belongs to the
  /// pixels. Without a palette, all that stands before the picture is `.beforePalette`.
  func blocks(_ bytes: [UInt8]) -> [MetadataBlock] {
    var blocks: [MetadataBlock] = []
    var position = MetadataBlock.Position.beforePalette
    for chunk in chunks {
      switch chunk.type {
      case "PLTE":
        position = max(position, .beforeImage)
        guard bytes.count > 25, bytes[25] != 3 else { continue }
        // In a true-colour picture the palette is only a suggestion for poor displays.
        blocks.append(
          MetadataBlock(kind: .chunk(chunk.type), bytes: Array(bytes[chunk.payload]), position: .beforeImage))
      case "IDAT": position = .afterImage
      case "tRNS": break
      default:
        guard chunk.isAncillary, chunk.hasSoundChecksum else { continue }
        blocks.append(
          MetadataBlock(kind: .chunk(chunk.type), bytes: Array(bytes[chunk.payload]), position: position))
      }
    }
    return blocks
  }

  /// The file without its ancillary chunks, but with tRNS; `nil` when there is no whole picture.
  func picture(of bytes: [UInt8]) -> [UInt8]? {
    guard chunks.first?.type == "IHDR", chunks.last?.type == "IEND", bytes.count > 25 else { return nil }
    let hasPalette = bytes[25] == 3
    var picture = Self.signature
    let types: Set = ["IHDR", "tRNS", "IDAT", "IEND", hasPalette ? "PLTE" : "IHDR"]
    for chunk in chunks where types.contains(chunk.type) {
      picture += bytes[chunk.payload.lowerBound - 8..<chunk.payload.upperBound + 4]
    }
    return picture
  }

  /// One chunk as it stands in a file.
  static func encode(type: String, payload: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + payload
    let sum = body.withUnsafeBufferPointer { lacquer_crc32($0.baseAddress, $0.count) }
    return bigEndianBytes(UInt32(truncatingIfNeeded: payload.count)) + body + bigEndianBytes(sum)
  }
}

/// The big-endian number at `at`; the caller has made sure that four bytes are there.
func bigEndian32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
  UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
}

/// The big-endian number at `at`; the caller has made sure that two bytes are there.
func bigEndian16(_ bytes: [UInt8], _ at: Int) -> Int {
  Int(bytes[at]) << 8 | Int(bytes[at + 1])
}

func bigEndianBytes(_ value: UInt32) -> [UInt8] {
  [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
}
