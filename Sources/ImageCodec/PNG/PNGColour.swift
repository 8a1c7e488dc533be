import ImageContainer

/// What a PNG's chunks say of colour (PNG third edition, 4.3: cICP before iCCP before sRGB before gAMA and cHRM).
enum PNGColour {
  static func profile(
    _ blocks: [MetadataBlock], grey: Bool, options: ReadOptions, warnings: inout [String]
  ) -> ColourProfile {
    func payload(_ type: String) -> [UInt8]? {
      // After the palette or the picture these chunks are out of place, and no decoder heeds them.
      blocks.first { $0.kind == .chunk(type) && $0.position == .beforePalette }?.bytes
    }
    if let points = payload("cICP"), points.count == 4 {
      return codePoints(points, grey: grey, warnings: &warnings)
    }
    if let chunk = payload("iCCP") {
      guard let bytes = inflate(profileChunk: chunk, limit: options.maxProfileBytes, warnings: &warnings) else {
        return .sRGB
      }
      return .judge(bytes, layout: grey ? .grey : .rgb, warnings: &warnings)
    }
    if payload("sRGB") != nil { return .sRGB }
    guard let gamma = payload("gAMA"), gamma.count == 4, case let value = Int(bigEndian32(gamma, 0)),
      // 45455 is how encoders say sRGB to decoders that know gAMA only.
      (1000...1_000_000).contains(value), let curve = curve(value)
    else { return .sRGB }
    return made(primaries(payload("cHRM")), curve, grey: grey)
  }

  private static func curve(_ gamma: Int) -> ICCProfile.Curve? {
    abs(gamma - 45455) <= 100 ? .sRGB : .gamma(100_000 / Double(gamma))
  }

  private typealias Chromaticity = (x: Double, y: Double)
  private typealias Primaries = (white: Chromaticity, red: Chromaticity, green: Chromaticity, blue: Chromaticity)

  private static let rec709: Primaries = ((0.3127, 0.3290), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
  private static let displayP3: Primaries = ((0.3127, 0.3290), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
  private static let rec2020: Primaries = ((0.3127, 0.3290), (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))

  private static func primaries(_ chunk: [UInt8]?) -> Primaries {
    guard let chunk, chunk.count == 32 else { return rec709 }
    let values = (0..<8).map { Double(bigEndian32(chunk, 4 * $0)) / 100_000 }
    guard values.allSatisfy({ $0 > 0 && $0 < 1 }) else { return rec709 }
    return (
      (values[0], values[1]), (values[2], values[3]), (values[4], values[5]), (values[6], values[7])
    )
  }

  /// ITU-T H.273 code points, full range RGB.
  static func codePoints(_ points: [UInt8], grey: Bool, warnings: inout [String]) -> ColourProfile {
    let primaries: Primaries? = [1: rec709, 9: rec2020, 12: displayP3][points[0]]
    guard let primaries, points[1] == 13, points[2] == 0, points[3] == 1 else {
      warnings.append("cICP \(points.map(String.init).joined(separator: " ")) is kept, and taken as sRGB")
      return .sRGB
    }
    return made(primaries, .sRGB, grey: grey)
  }

  private static func made(_ p: Primaries, _ curve: ICCProfile.Curve, grey: Bool) -> ColourProfile {
    let profile =
      grey
      ? ICCProfile.grey(curve: curve)
      : ICCProfile.display(white: p.white, red: p.red, green: p.green, blue: p.blue, curve: curve)
    guard let profile, !profile.isNearSRGB, let bytes = profile.bytes,
      grey || (try? ColourTransform(fromSRGB: .rgb16, to: profile, .rgb16)) != nil
    else { return .sRGB }
    return .icc(bytes)
  }

  /// An iCCP chunk is a name of 1…79 bytes, a zero, the method 0, and the deflated profile.
  static func inflate(profileChunk chunk: [UInt8], limit: Int, warnings: inout [String]) -> [UInt8]? {
    guard let end = chunk.prefix(80).firstIndex(of: 0), end + 2 < chunk.count, chunk[end + 1] == 0 else {
      warnings.append("iCCP: the chunk is damaged; it is kept, and the picture is taken as sRGB")
      return nil
    }
    do {
      return try Deflated.unpack(chunk[(end + 2)...], limit: limit)
    } catch {
      warnings.append("iCCP: \(error); it is kept, and the picture is taken as sRGB")
      return nil
    }
  }
}
