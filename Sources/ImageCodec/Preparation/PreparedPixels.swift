import Raster

/// The upright planes of a picture as a prepared file holds them.
struct PreparedPixels {
  /// What the planes mean.
  enum Profile {
    /// What the source's samples mean.
    case own
    /// sRGB, and said so.
    case sRGB
    /// sRGB without a word: there is no profile of grey.
    case none
  }

  /// One plane of grey, or red, green and blue; nominally 0…1.
  var colour: RasterImage
  /// 0…1; `nil` when every pixel is opaque.
  let alpha: Plane?
  let profile: Profile
  /// The profile of the source, where it has one that can be used.
  let sourceProfile: [UInt8]?

  /// - Parameter size: columns and rows of the upright picture.
  init(
    _ artwork: Artwork, size: (width: Int, height: Int), convertsToSRGB: Bool, options: ReadOptions
  ) throws(ImageCodecError) {
    let isGrey = artwork.layout.colourChannels == 1
    let hasOwn = artwork.colour != .sRGB
    // Inks cannot be resized in linear light, and no other format holds them or profiles of grey alike.
    let isConverted = convertsToSRGB || artwork.layout == .cmyk || isGrey && hasOwn
    profile = isConverted ? (isGrey ? .none : .sRGB) : .own
    sourceProfile = isConverted ? nil : Self.sourceProfile(artwork, options)
    let alpha = artwork.alphaPlane()
    guard size != (artwork.uprightWidth, artwork.uprightHeight) else {
      if !isConverted, let own = artwork.ownSamples() { colour = own } else { colour = try artwork.workingCopy() }
      self.alpha = alpha
      return
    }
    let resizing = LinearResizing(from: (artwork.uprightWidth, artwork.uprightHeight), to: size)
    // Linear light of the source's own colours, which may lie outside sRGB.
    let encoded = try isConverted ? artwork.workingCopy() : artwork.unclippedCopy()
    let resized = resizing(encoded.linearFromSRGB, alpha: alpha)
    self.alpha = resized.alpha
    if !isConverted, case .icc(let bytes) = artwork.colour {
      colour = try Self.own(resized.colour, bytes)
    } else {
      colour = resized.colour.srgbFromLinear
    }
  }

  /// Linear light of sRGB's primaries in the samples of a profile.
  private static func own(_ linear: RasterImage, _ profile: [UInt8]) throws(ImageCodecError) -> RasterImage {
    guard let profile = ICCProfile(profile) else { throw .colour("the file's profile cannot be read") }
    let transform = try ColourTransform(fromLinearSRGB: profile)
    let width = linear.width
    return .threePlanes(width: width, height: linear.height) { red, green, blue in
      linear.withRGBRows { r, g, b in
        Parallel.bands(linear.height) { band in
          var row = ContiguousArray<Float>(repeating: 0, count: 3 * width)
          for y in band {
            for x in 0..<width { (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = (r[y][x], g[y][x], b[y][x]) }
            row.withUnsafeMutableBytes { samples in
              guard let base = samples.baseAddress else { return }
              transform.apply(base, base, pixels: width)
            }
            for x in 0..<width {
              red.base[y * width + x] = row[3 * x]
              green.base[y * width + x] = row[3 * x + 1]
              blue.base[y * width + x] = row[3 * x + 2]
            }
          }
        }
      }
    }
  }

  private static func sourceProfile(_ artwork: Artwork, _ options: ReadOptions) -> [UInt8]? {
    if case .icc(let bytes) = artwork.colour { return bytes }
    // A profile that is as good as sRGB goes along; one that was not understood does not.
    guard let bytes = ProfileBlocks.profile(in: artwork.blocks, options: options), let profile = ICCProfile(bytes),
      profile.space == .rgb, artwork.layout.colourChannels == 3
    else { return nil }
    return bytes
  }
}

/// Makes pictures smaller in linear light, with a Lanczos kernel of three lobes.
struct LinearResizing {
  private let map: SeparableMap

  init(from old: (width: Int, height: Int), to new: (width: Int, height: Int)) {
    map = .resize(width: old.width, height: old.height, to: new.width, new.height, kernel: .lanczos3)
  }

  /// - Parameters:
  ///   - linear: planes in linear light.
  ///   - alpha: weighs the colours, so that those of transparent pixels do not show; `nil` where all are opaque.
  /// - Returns: The smaller planes; colours of fully transparent pixels are 0.
  func callAsFunction(_ linear: RasterImage, alpha: Plane?) -> (colour: RasterImage, alpha: Plane?) {
    guard let alpha else { return (map(linear), nil) }
    let small = map(alpha).map { min(1, max(0, $0)) }
    let colour = linear.planes.map { plane in
      map(plane.combined(with: alpha) { $0 * $1 }).combined(with: small) { $1 > 1e-4 ? $0 / $1 : 0 }
    }
    return (RasterImage(planes: colour), small)
  }
}
