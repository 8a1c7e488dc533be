/// Removes small copies of the picture from its metadata: they would show what a changed picture is meant to hide.
enum Previews {
  /// The blocks without previews; everything else stays, byte for byte.
  ///
  /// - Parameter notes: gets a line for each kind of preview that was dropped.
  static func dropped(from blocks: [MetadataBlock], notes: inout [String]) -> [MetadataBlock] {
    var found: [String] = []
    var kept: [MetadataBlock] = []
    for block in blocks {
      switch block.kind {
      case .chunk: kept.append(chunk(block, &found))
      case .segment(let marker):
        if let block = segment(block, marker, &found) { kept.append(block) }
      }
    }
    kept = PhotoshopResources.droppingThumbnails(from: kept, found: &found)
    kept = XMPPreviews.droppingExtended(from: kept, found: &found)
    for what in found where !notes.contains("\(what) was dropped: it showed the unchanged picture") {
      notes.append("\(what) was dropped: it showed the unchanged picture")
    }
    return kept
  }

  private static func chunk(_ block: MetadataBlock, _ found: inout [String]) -> MetadataBlock {
    if block.isExif { return exif(block, &found) }
    if let profile = RawProfile(block), let segment = profile.asSegment {
      let bare = dropped(fromRaw: [segment], &found).first ?? segment
      return bare == segment ? block : profile.replacing(bare).block(block.position) ?? block
    }
    return XMPPreviews.dropping(from: block, found: &found)
  }

  private static func dropped(fromRaw blocks: [MetadataBlock], _ found: inout [String]) -> [MetadataBlock] {
    let exifs = blocks.map { $0.isExif ? exif($0, &found) : XMPPreviews.dropping(from: $0, found: &found) }
    return PhotoshopResources.droppingThumbnails(from: exifs, found: &found)
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
    case 0xE2 where block.begins(with: "MPF"):
      found.append("the index of further pictures (MPF)")
      return nil
    case 0xE2 where block.begins(with: "ICC_PROFILE"), 0xED, 0xFE: return block
    default:
      // Cameras put JPEG previews into segments of their own, at or near the beginning of the payload.
      guard !block.isContentCredential, let start = embeddedStart(block.bytes, from: 0), start < 64 else {
        return block
      }
      found.append("a preview in segment APP\(marker - 0xE0)")
      return nil
    }
  }

  private static func exif(_ block: MetadataBlock, _ found: inout [String]) -> MetadataBlock {
    var structure = Array(block.bytes.dropFirst(block.exifOffset))
    let exif = Exif(structure)
    let thumbnails = exif?.thumbnailRanges ?? []
    // Before the thumbnail goes, since what it leaves of a wrongly linked picture could not be told from other bytes.
    let blanked = blankEmbeddedPictures(&structure)
    if blanked.contains(where: { picture in !thumbnails.contains { $0.overlaps(picture) } }) {
      found.append("a preview in the EXIF maker note")
    }
    if let exif, exif.thumbnail != nil {
      exif.removeThumbnail(from: &structure)
      found.append("the EXIF thumbnail")
    } else if blanked.isEmpty {
      return block
    }
    var bare = block
    bare.bytes = Array(block.bytes.prefix(block.exifOffset)) + structure
    return bare
  }

  /// Zeroes JPEG files that lie inside other bytes; lengths and offsets stay.
  ///
  /// - Returns: where they lay.
  private static func blankEmbeddedPictures(_ bytes: inout [UInt8]) -> [Range<Int>] {
    var blanked: [Range<Int>] = []
    var at = 0
    // Hostile bytes may look like the beginning of thousands of pictures.
    for _ in 0..<64 {
      guard let start = embeddedStart(bytes, from: at) else { break }
      let inner = JPEGSegments(Array(bytes[start...]))
      guard inner.frame != nil, inner.scans > 0 else {
        at = start + 2
        continue
      }
      for i in start..<start + inner.end { bytes[i] = 0 }
      at = start + inner.end
      blanked.append(start..<at)
    }
    return blanked
  }

  /// Where SOI and the first byte of another marker stand next to each other.
  private static func embeddedStart(_ bytes: [UInt8], from: Int) -> Int? {
    guard from + 4 <= bytes.count else { return nil }
    return (from..<bytes.count - 3).first {
      bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD8 && bytes[$0 + 2] == 0xFF && bytes[$0 + 3] >= 0xC0
    }
  }
}
