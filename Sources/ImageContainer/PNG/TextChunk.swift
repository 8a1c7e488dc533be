/// A text chunk of a PNG: tEXt, zTXt or iTXt (ISO/IEC 15948, 11.3.4).
package struct TextChunk {
  package enum Kind: Equatable {
    /// Latin-1, plain or compressed.
    case plain, compressed
    /// UTF-8 with language and translated keyword, as they stand with their final zeros; plain or compressed.
    case international(tags: [UInt8], isCompressed: Bool)
  }

  package let keyword: String
  package let kind: Kind
  /// Latin-1 or UTF-8 by `kind`.
  package var text: [UInt8]

  /// Longer texts are not unpacked.
  package static let maxBytes = 16 << 20

  package init(keyword: String, kind: Kind, text: [UInt8]) {
    self.keyword = keyword
    self.kind = kind
    self.text = text
  }

  /// `nil` for another chunk or a damaged one.
  ///
  /// - Parameter limit: the longest text that is unpacked, in bytes.
  package init?(_ block: MetadataBlock, limit: Int = TextChunk.maxBytes) {
    guard case .chunk(let type) = block.kind, let end = block.bytes.prefix(80).firstIndex(of: 0), end > 0 else {
      return nil
    }
    let bytes = block.bytes
    keyword = String(block.bytes[..<end].map { Character(Unicode.Scalar($0)) })
    switch type {
    case "tEXt":
      kind = .plain
      text = Array(bytes[(end + 1)...])
    case "zTXt":
      guard end + 2 <= bytes.count, bytes[end + 1] == 0,
        let unpacked = try? Deflated.unpack(bytes[(end + 2)...], limit: limit)
      else { return nil }
      kind = .compressed
      text = unpacked
    case "iTXt":
      guard end + 3 <= bytes.count, let language = bytes[(end + 3)...].firstIndex(of: 0),
        let translated = bytes[(language + 1)...].firstIndex(of: 0)
      else { return nil }
      let isCompressed = bytes[end + 1] != 0
      let rest = bytes[(translated + 1)...]
      if isCompressed {
        guard bytes[end + 2] == 0, let unpacked = try? Deflated.unpack(rest, limit: limit) else { return nil }
        text = unpacked
      } else {
        text = Array(rest)
      }
      kind = .international(tags: Array(bytes[(end + 3)...translated]), isCompressed: isCompressed)
    default: return nil
    }
  }

  /// The keyword of a text chunk, found without unpacking its text; `nil` for another chunk.
  package static func keyword(of block: MetadataBlock) -> String? {
    guard [.chunk("tEXt"), .chunk("zTXt"), .chunk("iTXt")].contains(block.kind),
      let end = block.bytes.prefix(80).firstIndex(of: 0), end > 0
    else { return nil }
    return String(block.bytes[..<end].map { Character(Unicode.Scalar($0)) })
  }

  /// The text as a string.
  package var string: String {
    if case .international = kind { return String(decoding: text, as: UTF8.self) }
    return String(text.map { Character(Unicode.Scalar($0)) })
  }

  /// `nil` only without memory.
  package func block(_ position: MetadataBlock.Position) -> MetadataBlock? {
    let name = keyword.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } + [0]
    switch kind {
    case .plain: return MetadataBlock(kind: .chunk("tEXt"), bytes: name + text, position: position)
    case .compressed:
      return Deflated.pack(text).map { MetadataBlock(kind: .chunk("zTXt"), bytes: name + [0] + $0, position: position) }
    case .international(let tags, let isCompressed):
      guard let content = isCompressed ? Deflated.pack(text) : text else { return nil }
      return MetadataBlock(
        kind: .chunk("iTXt"), bytes: name + [isCompressed ? 1 : 0, 0] + tags + content, position: position)
    }
  }
}
