import ImageContainer
import Metadata

/// What a JPEG's segments say of colour.
enum JPEGColour {
  private static let profilePrefix = Array("ICC_PROFILE".utf8) + [0]

  static func profile(
    _ blocks: [MetadataBlock], layout: SampleLayout, options: ReadOptions, warnings: inout [String]
  ) -> ColourProfile {
    let space: ICCProfile.Space = layout == .grey ? .grey : layout == .cmyk ? .cmyk : .rgb
    let parts = blocks.filter { $0.kind == .segment(0xE2) && $0.bytes.starts(with: profilePrefix) }
    if !parts.isEmpty {
      guard let bytes = join(parts.map(\.bytes)) else {
        warnings.append("the parts of the ICC profile do not fit together; they are kept, and not used")
        return .sRGB
      }
      guard bytes.count <= options.maxProfileBytes else {
        warnings.append("the ICC profile of \(bytes.count) bytes is over the limit; it is kept, and not used")
        return .sRGB
      }
      return .judge(bytes, layout: space, warnings: &warnings)
    }
    if space == .rgb, EXIFBlock.saysAdobeRGB(in: blocks), let bytes = adobeRGB() { return .icc(bytes) }
    return .sRGB
  }

  /// The profile in the segments of a file; `nil` without one, or where its parts do not fit together.
  static func embeddedProfile(_ blocks: [MetadataBlock]) -> [UInt8]? {
    let parts = blocks.filter { $0.kind == .segment(0xE2) && $0.bytes.starts(with: profilePrefix) }
    return join(parts.map(\.bytes))
  }

  /// ICC.1:2022, B.4: each part begins with its number from 1 and the number of parts.
  private static func join(_ parts: [[UInt8]]) -> [UInt8]? {
    let head = profilePrefix.count
    guard let first = parts.first, first.count > head + 2, parts.count == Int(first[head + 1]) else { return nil }
    var bytes: [UInt8] = []
    for number in 1...parts.count {
      let matching = parts.filter { $0.count > head + 2 && Int($0[head]) == number && Int($0[head + 1]) == parts.count }
      guard matching.count == 1 else { return nil }
      bytes += matching[0][(head + 2)...]
    }
    return bytes
  }

  /// Adobe RGB (1998), which cameras mean without embedding it.
  private static func adobeRGB() -> [UInt8]? {
    ICCProfile.display(
      white: (0.3127, 0.3290), red: (0.64, 0.33), green: (0.21, 0.71), blue: (0.15, 0.06), curve: .gamma(563.0 / 256)
    )?.bytes
  }
}
