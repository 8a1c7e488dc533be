import ImageContainer

/// EXIF that runs on over several APP1 segments of a JPEG, as ExifTool writes it when it is longer than one: the segments behind the
/// first have the same prefix and no head of a TIFF structure. ExifTool and Pillow read it to its end, other programs the first segment.
enum EXIFSegments {
  private static let prefix = MetadataBlock.exifPrefix
  private static let heads: [[UInt8]] = [Array("II*".utf8) + [0], Array("MM".utf8) + [0, 0x2A]]

  /// The blocks with the segments of one EXIF structure joined into one block, which may be longer than a segment can be.
  static func joined(_ blocks: [MetadataBlock]) -> [MetadataBlock] {
    var joined: [MetadataBlock] = []
    var runsOn = false
    for block in blocks {
      let isExif = block.isExif && block.kind == .segment(0xE1)
      if isExif, runsOn, !hasHead(block), let last = joined.indices.last {
        joined[last].bytes += block.bytes.dropFirst(prefix.count)
      } else {
        joined.append(block)
        runsOn = isExif && hasHead(block)
      }
    }
    return joined
  }

  /// The blocks with EXIF cut into as many segments as it needs; what was not changed stays cut as it was.
  ///
  /// - Parameter original: the blocks before they were joined.
  static func split(_ blocks: [MetadataBlock], as original: [MetadataBlock]) -> [MetadataBlock] {
    let before = joined(original)
    guard before.count != original.count else { return blocks }
    guard blocks != before else { return original }
    return blocks.flatMap { block -> [MetadataBlock] in
      guard block.isExif, block.bytes.count > JPEGSegments.maxPayload else { return [block] }
      let structure = block.bytes.dropFirst(prefix.count)
      let length = JPEGSegments.maxPayload - prefix.count
      return stride(from: structure.startIndex, to: structure.endIndex, by: length).map { start in
        var part = block
        part.bytes = prefix + structure[start..<min(structure.endIndex, start + length)]
        return part
      }
    }
  }

  private static func hasHead(_ block: MetadataBlock) -> Bool {
    heads.contains { block.bytes.dropFirst(prefix.count).starts(with: $0) }
  }
}
