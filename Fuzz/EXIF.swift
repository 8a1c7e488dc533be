import ImageContainer

extension FuzzTarget {
  static let exif = FuzzTarget(name: "exif") { bytes in
    BlockEdits.run(MetadataBlock(kind: .chunk("eXIf"), bytes: bytes, position: .beforeImage), .png)
    BlockEdits.run(
      MetadataBlock(kind: .segment(0xE1), bytes: Array("Exif\0\0".utf8) + bytes.prefix(65_000), position: .beforeImage),
      .jpeg)
  }
}
