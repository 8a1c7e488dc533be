import ImageContainer

/// What decides how a picture looks, and has to stay when all else is stripped.
enum Appearance {
  /// Ancillary chunks that change pixels, their colour or their size (PNG third edition), and those of animations.
  private static let chunks: Set<String> = [
    "cHRM", "cICP", "cLLI", "cLLi", "gAMA", "iCCP", "mDCV", "mDCv", "sBIT", "sRGB", "bKGD", "hIST", "pHYs", "sPLT",
    "tRNS",
    "acTL", "fcTL", "fdAT",
    // The colour profile of WebP.
    "ICCP",
  ]

  static func needs(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    case .chunk(let type): chunks.contains(type)
    case .segment(0xE0): block.begins(with: "JFIF")
    case .segment(0xE2): block.begins(with: "ICC_PROFILE")
    case .segment(0xEE): block.begins(with: "Adobe", terminated: false)
    case .segment: false
    }
  }
}

extension PixelDensity {
  /// What JFIF (ITU-T T.871, 10.1) or pHYs (ISO/IEC 15948, 11.3.5.3) declares; 72 per inch without a unit.
  init(in blocks: [MetadataBlock]) {
    self = .unknown
    for block in blocks {
      let bytes = block.bytes
      if block.kind == .segment(0xE0), block.begins(with: "JFIF"), bytes.count >= 12, bytes[7] == 1 || bytes[7] == 2 {
        let (x, y) = (Int(bytes[8]) << 8 | Int(bytes[9]), Int(bytes[10]) << 8 | Int(bytes[11]))
        if x > 0, y > 0 { self = PixelDensity(x: x, y: y, isMetric: bytes[7] == 2) }
      } else if block.kind == .chunk("pHYs"), bytes.count == 9, bytes[8] == 1 {
        let (x, y) = (bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }, bytes[4..<8].reduce(0) { $0 << 8 | Int($1) })
        if x > 0, y > 0 { self = PixelDensity(x: x, y: y, denominator: 100, isMetric: true) }
      }
    }
  }
}
