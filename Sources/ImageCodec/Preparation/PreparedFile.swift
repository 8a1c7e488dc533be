import ImageContainer
import Metadata
import Raster

/// A picture's file encoded anew by a `Preparation`.
package struct PreparedFile: Sendable {
  package let bytes: [UInt8]
  package let format: ImageFormat
  package let width, height: Int
  /// What the new file could not take along, a sentence each.
  package let notes: [String]
  /// What the decoder said of the source.
  package let warnings: [String]

  /// From this quality on a JPEG keeps its colours at full size.
  private static let fullColourQuality = 90

  /// - Parameters:
  ///   - size: columns and rows of the upright picture.
  ///   - quality: 1…100, of JPEG and WebP.
  ///   - grain: what is laid over the picture, if anything is.
  init(
    _ artwork: Artwork, as format: ImageFormat, size: (width: Int, height: Int), quality: Int, convertsToSRGB: Bool,
    grain: GrainLayer? = nil, options: ReadOptions
  ) throws(ImageCodecError) {
    try Self.check(artwork, as: format, size: size)
    var notes: [String] = []
    var pixels = try PreparedPixels(artwork, size: size, convertsToSRGB: convertsToSRGB, options: options)
    if let grain { pixels.colour = grain(pixels.colour, alpha: pixels.alpha) }
    let isSixteen = format == .png && artwork.samples.maximum > 255
    let picture = try Self.encode(pixels, as: format, quality: quality, isSixteen: isSixteen)
    let blocks = try Self.blocks(of: artwork, pixels, format, size, &notes)
    do {
      let file = try MetadataFile(picture)
      // What the encoder wrote itself, such as JFIF, stays in front.
      bytes = try file.rewriting(blocks: file.blocks + blocks)
    } catch {
      throw .encoding("\(error)")
    }
    self.format = format
    (width, height) = size
    self.notes = notes
    warnings = artwork.warnings
  }

  /// - Throws: `ImageCodecError.encoding` for a picture that the format cannot hold.
  static func check(
    _ artwork: Artwork, as format: ImageFormat, size: (width: Int, height: Int)
  ) throws(ImageCodecError) {
    guard format != .jpeg || artwork.alphaPlane() == nil else {
      throw .encoding("the picture has transparent parts, which a JPEG cannot have: write it as png or webp")
    }
    guard format != .webp || max(size.width, size.height) <= WebPLibrary.maximumSide else {
      throw .encoding(
        "WebP holds at most \(WebPLibrary.maximumSide) pixels on a side, not \(size.width)×\(size.height)")
    }
  }

  // MARK: - Pixels

  private static func encode(
    _ pixels: PreparedPixels, as format: ImageFormat, quality: Int, isSixteen: Bool
  ) throws(ImageCodecError) -> [UInt8] {
    // WebP knows no grey.
    let colour = format == .webp ? pixels.colour.rgb : pixels.colour
    let planes = RasterImage(planes: colour.planes + (pixels.alpha.map { [$0] } ?? []))
    let (width, height) = (planes.width, planes.height)
    switch format {
    case .png:
      let layout: SampleLayout = [.grey, .greyAlpha, .rgb, .rgba][planes.channels - 1]
      let samples: Samples = isSixteen ? .sixteen(planes.interleavedWords) : .eight(planes.interleavedLevels)
      return try ImageCodec.encodePNG(samples, width: width, height: height, layout: layout)
    case .jpeg:
      // Halved colour saves little at high quality, and shows.
      return try ImageCodec.encodeJPEG(
        planes.interleavedLevels, width: width, height: height, channels: planes.channels, quality: quality,
        subsampling: quality >= fullColourQuality ? .none : .both)
    case .webp:
      let library = try WebPLibrary.required()
      let file = planes.interleavedLevels.withUnsafeBufferPointer {
        library.encode($0, channels: planes.channels, width: width, height: height, quality: Float(quality))
      }
      guard let file else { throw .encoding("libwebp cannot write \(width)×\(height) pixels") }
      return file
    }
  }

  // MARK: - Metadata

  /// The blocks of the new file: the source's own where it is of the same kind, else what both kinds can hold.
  private static func blocks(
    of artwork: Artwork, _ pixels: PreparedPixels, _ format: ImageFormat, _ size: (width: Int, height: Int),
    _ notes: inout [String]
  ) throws(ImageCodecError) -> [MetadataBlock] {
    var source = Previews.dropped(from: artwork.blocks, notes: &notes)
    source = ContentCredentialBlocks.dropped(from: source, notes: &notes)
    var blocks: [MetadataBlock]
    if artwork.format == format {
      blocks = source.filter { !ProfileBlocks.isProfile($0) && keeps($0) }
      if case .own = pixels.profile { blocks += source.filter(ProfileBlocks.isProfile) }
    } else {
      blocks = PortableMetadata.keepingRights(
        PortableMetadata(source, notes: &notes).blocks(for: format, notes: &notes), of: source, format: format,
        width: size.width, height: size.height)
    }
    blocks = EXIFBlock.upright(blocks, width: size.width, height: size.height, format: format, notes: &notes)
    let profile: [UInt8]? =
      switch pixels.profile {
      case .own: artwork.format == format ? nil : pixels.sourceProfile
      case .sRGB: ICCProfile.sRGB()?.bytes
      case .none: nil
      }
    if let profile { blocks += try ProfileBlocks.make(profile, format) }
    return blocks
  }

  /// Whether a block still holds when the picture is encoded anew as the same kind of file.
  private static func keeps(_ block: MetadataBlock) -> Bool {
    switch block.kind {
    // JFIF and Adobe's segment say how the old file was coded.
    case .segment(0xE0), .segment(0xEE): false
    case .segment: true
    case .chunk(let type): !["bKGD", "hIST", "sBIT", "sPLT", "tRNS"].contains(type) && PNGWriter.keeps(type)
    }
  }
}

extension RasterImage {
  /// The samples as levels 0…65535, rounded and clamped, pixel after pixel with the channels side by side.
  fileprivate var interleavedWords: ContiguousArray<UInt16> {
    let (width, height, channels) = (width, height, channels)
    return ContiguousArray(filling: width * height * channels) { target in
      for (channel, plane) in planes.enumerated() {
        plane.withRows { rows in
          Parallel.bands(height) { band in
            for y in band {
              let (from, to) = (rows[y], target.base + (y * width * channels + channel))
              for x in 0..<width { to[x &* channels] = UInt16((min(1, max(0, from[x])) * 65535).rounded()) }
            }
          }
        }
      }
    }
  }
}
