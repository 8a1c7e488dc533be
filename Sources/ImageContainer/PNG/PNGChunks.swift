import CImageFences

/// The chunks of a PNG file (ISO/IEC 15948, 5.3), found without libpng: where they stand, not what they mean.
///
/// The walk goes as far as lengths make sense; whether the file is sound is for libpng to say.
package struct PNGChunks {
  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  package struct Chunk {
    package let type: String
    /// Where the payload stands in the file.
    package let payload: Range<Int>
    /// Whether the type is four letters of which the first is small: decoders may go on without knowing the chunk.
    package let isAncillary: Bool
    /// Whether an ancillary chunk has the checksum that it must have; true of all others, which libpng checks.
    package let hasSoundChecksum: Bool

    /// The chunk with its length, type and checksum.
    package var range: Range<Int> { payload.lowerBound - 8..<payload.upperBound + 4 }
  }

  package private(set) var chunks: [Chunk] = []
  /// Where the walk ended: behind IEND, or where no further chunk fits.
  package private(set) var end = PNGChunks.signature.count
  private let count: Int

  /// - Parameter bytes: the whole file.
  package init(_ bytes: [UInt8]) {
    count = bytes.count
    while end + 12 <= bytes.count {
      let start = end
      let length = Int(bigEndian32(bytes, start))
      guard start + 12 + length <= bytes.count else { return }
      end = start + 12 + length
      let letters = bytes[start + 4..<start + 8]
      let isNamed = letters.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
      let isAncillary = isNamed && bytes[start + 4] & 0x20 != 0
      let payload = start + 8..<end - 4
      chunks.append(
        Chunk(
          type: String(decoding: letters, as: UTF8.self), payload: payload, isAncillary: isAncillary,
          hasSoundChecksum: !isAncillary
            || Self.checksum(bytes, start + 4..<end - 4) == bigEndian32(bytes, payload.upperBound)))
      if chunks.last?.type == "IEND" { return }
    }
  }

  /// Bytes after IEND.
  package var trailing: Int { chunks.last?.type == "IEND" ? count - end : 0 }

  /// The first chunk of a type.
  package func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  /// Bytes of compressed picture.
  package var imageBytes: Int { chunks.reduce(0) { $0 + ($1.type == "IDAT" ? $1.payload.count : 0) } }

  /// The frames of an animation (PNG third edition, 11.3.6.1); `nil` for a still picture.
  ///
  /// A picture with one frame that is the default image is a still picture, and so is one whose animation chunks are not
  /// what the standard says: viewers show the default image of both.
  package func frames(_ bytes: [UInt8]) -> Int? {
    guard let image = chunks.firstIndex(where: { $0.type == "IDAT" }),
      let control = chunks[..<image].first(where: { $0.type == "acTL" }), control.hasSoundChecksum,
      control.payload.count == 8, case let frames = Int(bigEndian32(bytes, control.payload.lowerBound)), frames > 0
    else { return nil }
    let parts = chunks.filter { ["fcTL", "fdAT"].contains($0.type) }
    let isInOrder = parts.enumerated().allSatisfy { number, part in
      part.hasSoundChecksum && part.payload.count >= 4 && Int(bigEndian32(bytes, part.payload.lowerBound)) == number
    }
    guard isInOrder, parts.count(where: { $0.type == "fcTL" }) == frames else { return nil }
    let showsDefault = chunks[..<image].contains { $0.type == "fcTL" }
    return frames == 1 && showsDefault ? nil : frames
  }

  /// The ancillary chunks with a sound checksum as blocks, except tRNS, which belongs to the pixels. Without a palette,
  /// all that stands before the picture is `.beforePalette`.
  ///
  /// - Parameters:
  ///   - bytes: the same file.
  ///   - withSuggestedPalette: whether PLTE is a block where it is no part of the picture: in a true-colour picture it is
  ///     only a suggestion for poor displays.
  /// - Returns: one element for each of `chunks`; `nil` for what is no metadata.
  package func blocks(_ bytes: [UInt8], withSuggestedPalette: Bool = false) -> [MetadataBlock?] {
    var position = MetadataBlock.Position.beforePalette
    return chunks.map { chunk in
      switch chunk.type {
      case "PLTE":
        position = max(position, .beforeImage)
        guard withSuggestedPalette, bytes.count > 25, bytes[25] != 3 else { break }
        return MetadataBlock(kind: .chunk(chunk.type), bytes: Array(bytes[chunk.payload]), position: .beforeImage)
      case "IDAT": position = .afterImage
      case "tRNS": break
      default:
        guard chunk.isAncillary, chunk.hasSoundChecksum else { break }
        return MetadataBlock(kind: .chunk(chunk.type), bytes: Array(bytes[chunk.payload]), position: position)
      }
      return nil
    }
  }

  /// The file without its ancillary chunks, but with tRNS; `nil` when there is no whole picture.
  package func picture(of bytes: [UInt8]) -> [UInt8]? {
    guard chunks.first?.type == "IHDR", chunks.last?.type == "IEND", bytes.count > 25 else { return nil }
    let hasPalette = bytes[25] == 3
    var picture = Self.signature
    let types: Set = ["IHDR", "tRNS", "IDAT", "IEND", hasPalette ? "PLTE" : "IHDR"]
    for chunk in chunks where types.contains(chunk.type) { picture += bytes[chunk.range] }
    return picture
  }

  /// One chunk as it stands in a file.
  package static func encode(type: String, payload: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + payload
    return bigEndianBytes(UInt32(truncatingIfNeeded: payload.count)) + body
      + bigEndianBytes(checksum(body, body.indices))
  }

  private static func checksum(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    bytes.withUnsafeBufferPointer { lacquer_crc32($0.baseAddress.map { $0 + range.lowerBound }, range.count) }
  }
}

/// The big-endian number at `at`; the caller has made sure that four bytes are there.
package func bigEndian32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
  UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
}

/// The big-endian number at `at`; the caller has made sure that two bytes are there.
package func bigEndian16(_ bytes: [UInt8], _ at: Int) -> Int {
  Int(bytes[at]) << 8 | Int(bytes[at + 1])
}

package func bigEndianBytes(_ value: UInt32) -> [UInt8] {
  [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
}
