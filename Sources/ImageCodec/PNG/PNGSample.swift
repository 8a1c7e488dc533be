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

  /// The quickest way of compressing a large picture that makes it, within a hundredth, as small as the usual one. In noise
  /// there is nothing that repeats itself: looking for runs only takes half of the time, and often fewer bytes.
  static func quickManner(
    for samples: Samples, _ info: lacquer_png_info, level: Int
  ) throws(ImageCodecError) -> Manner {
    let usual = Manner(filters: .adaptive)
    guard let sample = sample(of: samples, info) else { return usual }
    let manners = [Manner(filters: .paeth, runs: true), Manner(filters: .adaptive, runs: true), usual]
    var sizes: [Int] = []
    for manner in manners { sizes.append(try size(of: sample, level: level, manner)) }
    let enough = sizes[2] + sizes[2] / 100
    return zip(manners, sizes).first { $1 <= enough }?.0 ?? usual
  }

  /// About how many bytes a large picture would have, compressed in the usual way; `nil` of one that is quickly written.
  static func estimatedBytes(
    _ artwork: Artwork, encoding: PNGEncoding, samples: Samples
  ) throws(ImageCodecError) -> Int? {
    guard encoding.colourType != .palette, encoding.depth >= 8 else { return nil }
    let pixels = PNGPixels(encoding: encoding, samples: samples)
    let info = info(of: pixels, width: artwork.width, height: artwork.height)
    guard let sample = sample(of: samples, info) else { return nil }
    let level = defaultLevel(pixels: artwork.width * artwork.height)
    let bytes = try size(of: sample, level: level, Manner(filters: .adaptive))
    let whole = Double(bytes) * Double(artwork.height) / Double(sample.info.height)
    return Int(whole) + artwork.blocks.reduce(0) { $0 + $1.bytes.count + 12 }
  }

  private static func size(
    of sample: (bytes: [UInt8], info: lacquer_png_info), level: Int, _ manner: Manner
  ) throws(ImageCodecError) -> Int {
    try sample.bytes.withUnsafeBufferPointer { (bytes) throws(ImageCodecError) in
      try encode(bytes, sample.info, level: level, manner).count
    }
  }
}
