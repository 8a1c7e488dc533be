/// One ancillary chunk of a PNG or WebP file or one APPn or COM segment of a JPEG, as raw bytes.
package struct MetadataBlock: Sendable, Equatable {
  /// What names the block in its file.
  package enum Kind: Sendable, Hashable {
    /// The four letters of a PNG or WebP chunk.
    case chunk(String)
    /// The second byte of a JPEG marker: 0xE0…0xEF for APP0…APP15, 0xFE for a comment.
    case segment(UInt8)
  }

  /// Where the block stands among the file's critical parts. JPEG segments are always written before the picture.
  package enum Position: Int, Sendable, Comparable {
    case beforePalette, beforeImage, afterImage

    package static func < (a: Position, b: Position) -> Bool { a.rawValue < b.rawValue }
  }

  package var kind: Kind
  /// The payload: without length, type and checksum of a chunk, without marker and length of a segment.
  package var bytes: [UInt8]
  package var position: Position

  package init(kind: Kind, bytes: [UInt8], position: Position) {
    self.kind = kind
    self.bytes = bytes
    self.position = position
  }

  /// Equal in kind and payload: where a block stands may follow from what else the file holds.
  package static func == (a: MetadataBlock, b: MetadataBlock) -> Bool { a.kind == b.kind && a.bytes == b.bytes }

  /// What people call the block: the letters of a chunk, or the segment with what it holds.
  package var name: String {
    switch kind {
    case .chunk(let type): return type
    case .segment(0xFE): return "comment"
    case .segment(let marker):
      let label = String(decoding: bytes.prefix(40).prefix { $0 > 32 && $0 < 127 }, as: UTF8.self)
      return label.isEmpty ? "APP\(marker & 15)" : "APP\(marker & 15) \(label)"
    }
  }

  /// Whether the payload begins with these ASCII characters and, if asked, a zero byte.
  package func begins(with text: String, terminated: Bool = true) -> Bool {
    bytes.starts(with: Array(text.utf8) + (terminated ? [0] : []))
  }

  /// Whether this block is EXIF: an eXIf chunk of PNG, an EXIF chunk of WebP or an APP1 segment of JPEG.
  package var isExif: Bool {
    switch kind {
    case .chunk(let type): type == "eXIf" || type == "EXIF"
    case .segment(let marker): marker == 0xE1 && bytes.starts(with: Self.exifPrefix)
    }
  }

  /// What stands before the TIFF structure of EXIF in a JPEG segment.
  package static let exifPrefix: [UInt8] = Array("Exif".utf8) + [0, 0]
}
