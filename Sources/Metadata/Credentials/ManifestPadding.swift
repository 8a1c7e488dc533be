import ImageCodec

/// The bytes of a C2PA manifest that fill up reserved space. They stand outside what is signed, so whoever wants to know
/// that no byte of a file was changed must look at them: the specification says that they are zeros (C2PA 2.2, 13.2.3
/// and 15.8.1, fields `pad` and `pad2`).
enum ManifestPadding {
  /// Whether all padding in the manifests of a file is as it was written.
  static func isBlank(_ blocks: [MetadataBlock]) -> Bool {
    let bytes = store(blocks)
    var at = 0
    while let range = next(bytes, from: at) {
      guard bytes[range].allSatisfy({ $0 == 0 }) else { return false }
      at = range.upperBound
    }
    return true
  }

  /// The manifest store in one piece: JPEG cuts it into segments (ISO/IEC 19566-5, annex D), each of which repeats length
  /// and type of the box.
  private static func store(_ blocks: [MetadataBlock]) -> [UInt8] {
    var isFirst = true
    return blocks.filter(\.isContentCredential).reduce(into: []) { out, block in
      switch block.kind {
      case .chunk: out += block.bytes
      case .segment:
        out += block.bytes.dropFirst(isFirst ? 8 : 16)
        isFirst = false
      }
    }
  }

  /// The next CBOR map entry whose key is `pad` or `pad2` and whose value is a byte string.
  private static func next(_ bytes: [UInt8], from: Int) -> Range<Int>? {
    var at = from
    while at + 5 < bytes.count {
      guard bytes[at + 1] == 0x70, bytes[at + 2] == 0x61, bytes[at + 3] == 0x64 else {
        at += 1
        continue
      }
      let isSecond = bytes[at] == 0x64 && bytes[at + 4] == 0x32
      let value = isSecond ? at + 5 : at + 4
      if isSecond || bytes[at] == 0x63, let range = byteString(bytes, value) { return range }
      at += 1
    }
    return nil
  }

  /// The content of a CBOR byte string (RFC 8949, major type 2) that begins at `at`.
  private static func byteString(_ bytes: [UInt8], _ at: Int) -> Range<Int>? {
    guard at < bytes.count, bytes[at] >> 5 == 2 else { return nil }
    let info = Int(bytes[at] & 31)
    let size = [24: 1, 25: 2, 26: 4][info] ?? 0
    guard info <= 26, at + 1 + size <= bytes.count else { return nil }
    let length = size == 0 ? info : bytes[at + 1..<at + 1 + size].reduce(0) { $0 << 8 | Int($1) }
    let start = at + 1 + size
    guard start + length <= bytes.count else { return nil }
    return start..<start + length
  }
}
