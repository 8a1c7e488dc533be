import Files

/// The chunks of a WebP file (RFC 9649), in file order.
///
/// Nothing is decoded. Walking stops at the first chunk that is not whole, and `isWhole` is false then.
package struct WebPChunks: Sendable {
  /// A chunk: four letters, a length, the payload and a byte of padding after an odd length.
  package struct Chunk: Sendable, Equatable {
    /// The four letters, as "VP8X" or "XMP " (with its space).
    package let type: String
    /// The whole chunk with header and padding, in bytes of the file.
    package let range: Range<Int>
    package let payload: Range<Int>
  }

  package let chunks: [Chunk]
  /// Whether every chunk that the RIFF header promises is there.
  package let isWhole: Bool
  /// Bytes after the end that the RIFF header names.
  package let trailing: Int

  /// Whether a file begins as WebP files do.
  package static func isSignature(of bytes: [UInt8]) -> Bool {
    bytes.count >= 12 && bytes[0..<4].elementsEqual("RIFF".utf8) && bytes[8..<12].elementsEqual("WEBP".utf8)
  }

  /// - Parameter bytes: The whole file, which begins with a WebP signature.
  package init(_ bytes: [UInt8]) {
    var chunks: [Chunk] = []
    let reader = ByteReader(bytes, order: .little)
    let promised = reader.uint32(at: 4).map { $0 + 8 } ?? 0
    let end = min(bytes.count, promised)
    var at = 12
    while at + 8 <= end {
      guard let length = reader.uint32(at: at + 4), length <= end - at - 8 else { break }
      // The last chunk of a file may lack its padding.
      let next = min(at + 8 + length + length % 2, end)
      chunks.append(
        Chunk(
          type: String(decoding: bytes[at..<at + 4], as: UTF8.self), range: at..<next,
          payload: at + 8..<at + 8 + length))
      at = next
    }
    self.chunks = chunks
    isWhole = promised <= bytes.count && at == end
    trailing = max(0, bytes.count - promised)
  }

  package func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  /// The chunks that are no part of the picture as blocks.
  ///
  /// - Parameter bytes: The same file.
  /// - Returns: One element for each of `chunks`; `nil` for the picture and its headers.
  package func blocks(_ bytes: [UInt8]) -> [MetadataBlock?] {
    chunks.map { chunk in
      guard !Self.pictureTypes.contains(chunk.type) else { return nil }
      return MetadataBlock(
        kind: .chunk(chunk.type), bytes: Array(bytes[chunk.payload]),
        position: chunk.type == "ICCP" ? .beforeImage : .afterImage)
    }
  }

  private static let pictureTypes: Set = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"]

  /// A chunk as it stands in a file.
  package static func encode(type: String, payload: some Collection<UInt8>) -> [UInt8] {
    Array(type.utf8) + UInt32(clamping: payload.count).littleEndianBytes + payload
      + (payload.count % 2 == 1 ? [0] : [])
  }

  /// A file of chunks.
  package static func file(_ chunks: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + UInt32(clamping: chunks.count + 4).littleEndianBytes + Array("WEBP".utf8) + chunks
  }
}
