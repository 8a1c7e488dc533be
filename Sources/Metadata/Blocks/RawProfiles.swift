import ImageContainer

/// Raw profiles of Photoshop's resources in PNG text chunks.
enum RawProfiles {
  /// The profile in a block, and the JPEG segment that it stands for; `nil` unless that holds Photoshop's resources.
  static func iptc(_ block: MetadataBlock) -> (profile: RawProfile, segment: MetadataBlock)? {
    guard isIPTC(block), let profile = RawProfile(block), profile.isSound, let segment = profile.asSegment,
      PhotoshopResources.isSegment(segment)
    else { return nil }
    return (profile, segment)
  }

  static func isIPTC(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .chunk("tEXt"), .chunk("zTXt"), .chunk("iTXt"):
      ["iptc", "8bim"].contains { block.begins(with: "\(RawProfile.keyword)\($0)") }
    default: false
    }
  }
}
