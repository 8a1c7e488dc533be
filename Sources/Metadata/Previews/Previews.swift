import ImageContainer

/// Removes small copies of the picture from its metadata: they would show what a changed picture is meant to hide.
package enum Previews {
  /// The blocks without previews; everything else stays, byte for byte.
  ///
  /// - Parameter notes: gets a line for each kind of preview that was dropped.
  package static func dropped(from blocks: [MetadataBlock], notes: inout [String]) -> [MetadataBlock] {
    var found: [String] = []
    var kept: [MetadataBlock] = []
    for block in EXIFSegments.joined(blocks) {
      switch block.kind {
      case .chunk:
        if let block = chunk(block, &found) { kept.append(block) }
      case .segment(let marker):
        if let block = segment(block, marker, &found) { kept.append(block) }
      }
    }
    kept = droppingPhotoshopThumbnails(from: kept, &found)
    kept = XMPPreviews.droppingExtended(from: kept, found: &found)
    kept = FurtherPictures.droppingPromises(from: kept, found: &found)
    for what in found where !notes.contains("\(what) was dropped: it belongs to the unchanged picture") {
      notes.append("\(what) was dropped: it belongs to the unchanged picture")
    }
    return EXIFSegments.split(kept, as: blocks)
  }

  private static func chunk(_ block: MetadataBlock, _ found: inout [String]) -> MetadataBlock? {
    if block.isExif { return exif(block, &found) }
    if XMPBlock.isPacket(block) { return XMPPreviews.dropping(from: block, found: &found) }
    if let profile = RawProfile(block), let segment = profile.asSegment {
      let bare = dropped(fromRaw: [segment], &found).first ?? segment
      return bare == segment ? block : profile.replacing(bare).block(block.position) ?? block
    }
    return block
  }

  private static func dropped(fromRaw blocks: [MetadataBlock], _ found: inout [String]) -> [MetadataBlock] {
    let bare = blocks.compactMap { $0.isExif ? exif($0, &found) : XMPPreviews.dropping(from: $0, found: &found) }
    return droppingPhotoshopThumbnails(from: bare, &found)
  }

  /// The blocks with thumbnails taken out of Photoshop's resources, which may run on from segment to segment.
  private static func droppingPhotoshopThumbnails(
    from blocks: [MetadataBlock], _ found: inout [String]
  ) -> [MetadataBlock] {
    guard let first = blocks.firstIndex(where: PhotoshopResources.isSegment) else { return blocks }
    // 1033 is the thumbnail of Photoshop 4, 1036 that of later ones.
    let thumbnails: Set = [0x0409, 0x040C]
    var resources = PhotoshopResources(blocks)
    var dropped: [String] = []
    if let broken = resources.brokenIdentifier, thumbnails.contains(broken) {
      resources.rest = []
      dropped.append("the Photoshop thumbnail")
    }
    if resources.resources.contains(where: { thumbnails.contains($0.identifier) }) {
      resources.resources.removeAll { thumbnails.contains($0.identifier) }
      dropped.append("the Photoshop thumbnail")
    }
    if resources.dropIPTCPreview() { dropped.append("the IPTC preview") }
    guard !dropped.isEmpty else { return blocks }
    found += dropped
    var kept = blocks
    kept.removeAll(where: PhotoshopResources.isSegment)
    kept.insert(contentsOf: resources.blocks, at: first)
    return kept
  }

  private static func segment(
    _ block: MetadataBlock, _ marker: UInt8, _ found: inout [String]
  ) -> MetadataBlock? {
    switch marker {
    case 0xE0:
      if block.begins(with: "JFXX") {
        found.append("a JFIF thumbnail")
        return nil
      }
      // JFIF (ITU-T T.871, 10.1): identifier 5, version 2, units 1, density 4, thumbnail's width and height, pixels.
      guard block.begins(with: "JFIF"), block.bytes.count > 14, block.bytes[12] > 0, block.bytes[13] > 0 else {
        return block
      }
      found.append("a JFIF thumbnail")
      var bare = block
      bare.bytes = Array(block.bytes[..<12]) + [0, 0]
      return bare
    case 0xE1 where block.isExif: return exif(block, &found)
    case 0xE1: return XMPPreviews.dropping(from: block, found: &found)
    case 0xE2 where block.begins(with: "ICC_PROFILE") || FurtherPictures.isIndex(block), 0xED, 0xFE: return block
    default:
      // Cameras put JPEG previews into segments of their own, at or near the beginning of the payload.
      guard !block.isJUMBF, let start = EmbeddedJPEG.start(in: block.bytes, from: 0), start < 64 else {
        return block
      }
      found.append("a preview in segment APP\(marker - 0xE0)")
      return nil
    }
  }

  private static func exif(_ block: MetadataBlock, _ found: inout [String]) -> MetadataBlock {
    let previews = EXIFPreviews(EXIFBlock.structure(block))
    guard !previews.found.isEmpty else { return block }
    found += previews.found
    return EXIFBlock.replacing(previews.bytes, in: block) ?? block
  }
}
