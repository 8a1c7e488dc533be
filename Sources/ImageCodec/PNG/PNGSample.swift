import CImageFences

/// What a sixteenth of a picture's rows tell, in strips, of how large its PNG file becomes.
extension PNGWriter {
  private static let (strips, share) = (8, 16)

  /// What libpng is told of a picture.
  static func info(of pixels: PNGPixels, width: Int, height: Int) -> lacquer_png_info {
    var info = lacquer_png_info()
    info.width = UInt32(width)
    info.height = UInt32(height)
    info.bit_depth = Int32(pixels.encoding.depth)
    info.colour_type = Int32(pixels.encoding.colourType.rawValue)
    info.interlaced = pixels.encoding.interlaced ? 1 : 0
    info.channels = Int32(pixels.channels)
    info.sample_bytes = pixels.encoding.depth == 16 ? 2 : 1
    let palette = pixels.encoding.palette
    if pixels.encoding.colourType == .palette {
      info.palette_count = Int32(palette.count)
      withUnsafeMutableBytes(of: &info.palette) { bytes in
        for (i, entry) in palette.enumerated() {
          (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = (entry.red, entry.green, entry.blue)
        }
      }
      let alphas = palette.lastIndex { $0.alpha < 255 }.map { $0 + 1 } ?? (pixels.hasAlpha ? 1 : 0)
      info.alpha_count = Int32(alphas)
      withUnsafeMutableBytes(of: &info.alphas) { bytes in
        for i in 0..<alphas { bytes[i] = palette[i].alpha }
      }
    }
    if let key = pixels.encoding.key {
      info.has_key = 1
      info.key = (key[0], key[1], key[2])
    }
    return info
  }

  /// The rows of a sample, and what libpng is told of them; `nil` of a picture of no more than a megapixel.
  private static func sample(of samples: Samples, _ info: lacquer_png_info) -> (bytes: [UInt8], info: lacquer_png_info)?
  {
    let (width, height) = (Int(info.width), Int(info.height))
    let rows = height / (strips * share)
    guard width * height > 1_000_000, rows > 0 else { return nil }
    let stride = width * Int(info.channels) * Int(info.sample_bytes)
    let bytes = samples.withBytes { bytes in
      (0..<strips).flatMap { strip in
        let first = (2 * strip + 1) * height / (2 * strips) - rows / 2
        return bytes[first * stride..<(first + rows) * stride]
      }
    }
    var part = info
    part.height = UInt32(strips * rows)
    part.interlaced = 0
    return (bytes, part)
  }

  /// The manners of compressing a picture that are worth trying until its bytes fit into `room`, the best first; at least one.
  ///
  /// Of a large picture a sample tells which manner makes it the smallest; the others of a small one follow the usual one.
  ///
  /// - Parameter room: in bytes; `nil` for any number.
  static func manners(
    for pixels: PNGPixels, _ info: lacquer_png_info, level: Int, room: Int?
  ) throws(ImageCodecError) -> [Manner] {
    // Filters help where neighbouring samples are alike, which says nothing of palette indices.
    let isFiltered = pixels.encoding.colourType != .palette && pixels.encoding.depth >= 8
    let usual = Manner(filters: isFiltered ? .adaptive : .none, level: level)
    guard let room else { return [usual] }
    let thorough = [Filters.none, .up, .adaptive].map {
      Manner(filters: $0, level: max(level, thoroughLevel(of: pixels)))
    }
    guard let sample = sample(of: pixels.samples, info) else { return [usual] + thorough }
    let first = try size(of: sample, usual)
    let whole = Double(first) * Double(info.height) / Double(sample.info.height)
    guard whole > sureShare * Double(room) else { return [usual] + thorough }
    var sizes = [(manner: usual, bytes: first)]
    for manner in thorough { sizes.append((manner, try size(of: sample, manner))) }
    return sizes.sorted { $0.bytes < $1.bytes }.map(\.manner)
  }

  /// The share of the room under which a sample's size is relied upon.
  private static let sureShare = 0.98

  /// About how many bytes a large picture would have, compressed in the usual way; `nil` of one that is quickly written.
  static func estimatedBytes(
    _ artwork: Artwork, encoding: PNGEncoding, samples: Samples
  ) throws(ImageCodecError) -> Int? {
    guard encoding.colourType != .palette, encoding.depth >= 8 else { return nil }
    let pixels = PNGPixels(encoding: encoding, samples: samples)
    let info = info(of: pixels, width: artwork.width, height: artwork.height)
    guard let sample = sample(of: samples, info) else { return nil }
    let bytes = try size(of: sample, Manner(filters: .adaptive, level: usualLevel))
    let whole = Double(bytes) * Double(artwork.height) / Double(sample.info.height)
    return Int(whole) + artwork.blocks.reduce(0) { $0 + $1.bytes.count + 12 }
  }

  private static func size(
    of sample: (bytes: [UInt8], info: lacquer_png_info), _ manner: Manner
  ) throws(ImageCodecError) -> Int {
    try sample.bytes.withUnsafeBufferPointer { (bytes) throws(ImageCodecError) in
      try encode(bytes, sample.info, manner).count
    }
  }
}
