import ImageContainer

/// ICC profiles as blocks of files.
enum ProfileBlocks {
  /// Chunks by which a PNG says what its colours mean; only one of them may have the word.
  private static let chunks: Set<String> = [
    "iCCP", "sRGB", "gAMA", "cHRM", "cICP", "mDCV", "mDCv", "cLLI", "cLLi", "ICCP",
  ]
  /// The most bytes of a profile in one segment of JPEG (ICC.1:2022, B.4).
  private static let portion = 65_519

  /// Whether a block says what colours mean.
  static func isProfile(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .chunk(let type): chunks.contains(type)
    case .segment(let marker): marker == 0xE2 && block.begins(with: "ICC_PROFILE")
    }
  }

  /// The profile in the blocks of a file; `nil` without one, or for one that is damaged or too long.
  static func profile(in blocks: [MetadataBlock], options: ReadOptions) -> [UInt8]? {
    var unheard: [String] = []
    let found: [UInt8]? =
      if let chunk = blocks.first(where: { $0.kind == .chunk("ICCP") }) {
        chunk.bytes
      } else if let chunk = blocks.first(where: { $0.kind == .chunk("iCCP") }) {
        PNGColour.inflate(profileChunk: chunk.bytes, limit: options.maxProfileBytes, warnings: &unheard)
      } else {
        JPEGColour.embeddedProfile(blocks)
      }
    return found.flatMap { $0.count <= options.maxProfileBytes ? $0 : nil }
  }

  /// A profile as the blocks that a kind of file holds it in.
  static func make(_ profile: [UInt8], _ format: ImageFormat) throws(ImageCodecError) -> [MetadataBlock] {
    switch format {
    case .png:
      guard let packed = Deflated.pack(profile) else { throw .colour("out of memory") }
      let head = Array("ICC profile".utf8) + [0, 0]
      return [MetadataBlock(kind: .chunk("iCCP"), bytes: head + packed, position: .beforePalette)]
    case .webp: return [MetadataBlock(kind: .chunk("ICCP"), bytes: profile, position: .beforeImage)]
    case .jpeg:
      let count = (profile.count + portion - 1) / portion
      guard count <= 255 else { throw .colour("the profile of \(profile.count) bytes is too long for a JPEG") }
      return (0..<count).map { index in
        let part = profile[index * portion..<min(profile.count, (index + 1) * portion)]
        let head = Array("ICC_PROFILE".utf8) + [0, UInt8(index + 1), UInt8(count)]
        return MetadataBlock(kind: .segment(0xE2), bytes: head + part, position: .beforeImage)
      }
    }
  }
}
