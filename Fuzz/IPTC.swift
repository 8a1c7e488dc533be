import ImageContainer

extension FuzzTarget {
  static let iptc = FuzzTarget(name: "iptc") { bytes in
    BlockEdits.run(
      MetadataBlock(
        kind: .segment(0xED), bytes: Array("Photoshop 3.0\0".utf8) + bytes.prefix(65_000), position: .beforeImage),
      .jpeg)
  }
}
