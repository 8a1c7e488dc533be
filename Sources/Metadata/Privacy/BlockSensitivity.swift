import ImageContainer

/// What whole blocks of a file tell, as far as they are no XMP, EXIF or IPTC, which are looked into.
enum BlockSensitivity {
  /// Keywords of PNG text (ISO/IEC 15948, 11.3.4.2, and those of common programs).
  private static let keywords: Set<String> = [
    "Title", "Author", "Artist", "Description", "Copyright", "Creation Time", "Software", "Disclaimer", "Warning",
    "Source", "Comment", "Collection", "date:create", "date:modify", "date:timestamp", "Make", "Model", "Date",
  ]
  /// Chunks of known meaning: those that decide how a picture looks, and the registered extensions.
  private static let chunks: Set<String> = [
    "oFFs", "pCAL", "sCAL", "sTER", "gIFg", "gIFx", "tIME", "vpAg", "caNv", "orNT", "iDOT", "PLTE", "dSIG", "ICCP",
  ]

  static func of(_ block: MetadataBlock) -> Sensitivity {
    switch block.kind {
    case .chunk("tEXt"), .chunk("zTXt"), .chunk("iTXt"):
      RawProfiles.isIPTC(block) ? .harmless : text(TextChunk.keyword(of: block) ?? "")
    case .chunk(let type):
      Appearance.needs(block) || chunks.contains(type) || isLookedInto(block) ? .harmless : .unknown
    case .segment(0xFE): .harmless
    case .segment(0xE0): block.begins(with: "JFIF") || block.begins(with: "JFXX") ? .harmless : .unknown
    case .segment(0xE2): block.begins(with: "ICC_PROFILE") || block.begins(with: "MPF") ? .harmless : .unknown
    case .segment(0xEC): block.begins(with: "Ducky", terminated: false) ? .harmless : .unknown
    case .segment: isLookedInto(block) || Appearance.needs(block) ? .harmless : .unknown
    }
  }

  private static func isLookedInto(_ block: MetadataBlock) -> Bool {
    block.isExif || XMPBlock.isPacket(block) || ExtendedXMP.isPart(block) || PhotoshopResources.isSegment(block)
  }

  private static func text(_ keyword: String) -> Sensitivity {
    if keyword == XMPBlock.keyword || keywords.contains(keyword) { return .harmless }
    // Thumbnails' own notes hold the path of the original (freedesktop.org, Thumbnail Managing Standard).
    if keyword.hasPrefix("Thumb::") { return .tells(.history) }
    return Sensitivity(name: keyword)
  }

  /// What people call a block.
  static func name(_ block: MetadataBlock) -> String {
    guard case .chunk(let type) = block.kind, let keyword = TextChunk.keyword(of: block) else { return block.name }
    return "\(type) \(keyword)"
  }
}
