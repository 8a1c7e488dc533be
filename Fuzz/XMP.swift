import ImageContainer

extension FuzzTarget {
  static let xmp = FuzzTarget(name: "xmp") { bytes in
    BlockEdits.run(
      MetadataBlock(
        kind: .chunk("iTXt"), bytes: Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + bytes, position: .beforeImage), .png)
    BlockEdits.run(
      MetadataBlock(
        kind: .segment(0xE1), bytes: Array("http://ns.adobe.com/xap/1.0/\0".utf8) + bytes.prefix(65_000),
        position: .beforeImage), .jpeg)
  }
}
