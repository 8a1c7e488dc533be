import CKernels
import Raster

extension Artwork {
  /// The whole picture upright, sRGB-encoded, nominally 0…1: one plane of grey or three of red, green and blue.
  ///
  /// Samples are taken through the file's profile; CMYK without a usable one by plain complement. Colours outside sRGB are
  /// clipped. Alpha plays no part: see `alphaPlane()`.
  ///
  /// - Throws: `ImageCodecError.colour` when the file's profile cannot be used.
  package func workingCopy() throws(ImageCodecError) -> RasterImage {
    let channels = layout.colourChannels
    let rows = try WorkingRows(artwork: self)
    let planes = Self.filledPlanes(channels, count: width * height) { out in
      samples.withBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        nonisolated(unsafe) let source = UnsafeRawPointer(base)
        let (width, stride) = (width, width * layout.channels * (samples.maximum > 255 ? 2 : 1))
        Parallel.bands(height) { band in
          rows.withScratch { scratch in
            for y in band {
              rows.convert(
                source + y * stride, out.0.base + y * width, out.1.base + y * width, out.2.base + y * width, scratch)
            }
          }
        }
      }
    }
    return RasterImage(
      planes: planes.map {
        Plane(width: width, height: height, samples: $0).upright(orientation)
      })
  }

  /// Alpha upright, 0…1; `nil` when every pixel is opaque.
  package func alphaPlane() -> Plane? {
    guard let index = layout.alphaIndex else { return nil }
    let channels = layout.channels
    var isOpaque = true
    let plane = ContiguousArray<Float>(unsafeUninitializedCapacity: width * height) { out, count in
      switch samples {
      case .eight(let all):
        all.withUnsafeBufferPointer { from in
          for i in 0..<out.count {
            let alpha = from[i &* channels &+ index]
            if alpha != .max { isOpaque = false }
            out[i] = Float(alpha) / 255
          }
        }
      case .sixteen(let all):
        all.withUnsafeBufferPointer { from in
          for i in 0..<out.count {
            let alpha = from[i &* channels &+ index]
            if alpha != .max { isOpaque = false }
            out[i] = Float(alpha) / 65535
          }
        }
      }
      count = width * height
    }
    return isOpaque ? nil : Plane(width: width, height: height, samples: plane).upright(orientation)
  }

  /// One or three arrays that `body` writes all of; with one, the other two of its pointers are the first again.
  static func filledPlanes(
    _ channels: Int, count: Int, _ body: ((SharedRows<Float>, SharedRows<Float>, SharedRows<Float>)) -> Void
  ) -> [ContiguousArray<Float>] {
    func filled(_ fill: (SharedRows<Float>) -> Void) -> ContiguousArray<Float> {
      ContiguousArray(filling: count, fill)
    }
    if channels == 1 { return [filled { body(($0, $0, $0)) }] }
    var (second, third): (ContiguousArray<Float>, ContiguousArray<Float>) = ([], [])
    let first = filled { a in
      second = filled { b in
        third = filled { c in body((a, b, c)) }
      }
    }
    return [first, second, third]
  }
}

/// Stored rows → sRGB-encoded rows.
struct WorkingRows: Sendable {
  private enum Way: Sendable {
    case plain
    case transform(ColourTransform)
    case table(ContiguousArray<Float>)
    case complement(inverted: Bool)
  }

  private let way: Way
  private let width: Int
  private let layout: SampleLayout
  private let isSixteen: Bool

  init(artwork: Artwork) throws(ImageCodecError) {
    width = artwork.width
    layout = artwork.layout
    isSixteen = artwork.samples.maximum > 255
    switch (artwork.colour, layout) {
    case (.sRGB, .cmyk): way = .complement(inverted: artwork.isInverted)
    case (.sRGB, _): way = .plain
    case (.icc(let bytes), .grey), (.icc(let bytes), .greyAlpha):
      way = .table(try GreyCurve(bytes, maximum: artwork.samples.maximum).toSRGB)
    case (.icc(let bytes), _):
      guard let profile = ICCProfile(bytes) else { throw .colour("the file's profile cannot be read") }
      way = .transform(try ColourTransform(from: profile, artwork.deviceSamples, toSRGB: .rgb16))
    }
  }

  /// Room for one row of 16-bit RGB.
  func withScratch(_ body: (UnsafeMutablePointer<UInt16>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width * 3 + 1) { scratch in
      if let base = scratch.baseAddress { body(base) }
    }
  }

  func convert(
    _ row: UnsafeRawPointer, _ out0: UnsafeMutablePointer<Float>, _ out1: UnsafeMutablePointer<Float>,
    _ out2: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<UInt16>
  ) {
    let (channels, planes) = (Int32(layout.channels), Int32(layout.colourChannels))
    switch way {
    case .plain:
      if isSixteen {
        let levels = row.assumingMemoryBound(to: UInt16.self)
        ck_unpack_u16(levels, channels, planes, out0, out1, out2, width)
      } else {
        ck_unpack_u8(row.assumingMemoryBound(to: UInt8.self), channels, planes, out0, out1, out2, width)
      }
    case .transform(let transform):
      transform.apply(row, scratch, pixels: width)
      ck_unpack_u16(scratch, 3, 3, out0, out1, out2, width)
    case .table(let table):
      table.withUnsafeBufferPointer { table in
        for x in 0..<width {
          let at = x &* layout.channels
          out0[x] =
            isSixteen
            ? table[Int(row.assumingMemoryBound(to: UInt16.self)[at])]
            : table[Int(row.assumingMemoryBound(to: UInt8.self)[at])]
        }
      }
    case .complement(let inverted):
      let inks = row.assumingMemoryBound(to: UInt8.self)
      let scale: Float = 1 / (255 * 255)
      let flip: UInt8 = inverted ? 0 : 255
      for x in 0..<width {
        let light = Float(inks[4 &* x &+ 3] ^ flip) * scale
        out0[x] = Float(inks[4 &* x] ^ flip) * light
        out1[x] = Float(inks[4 &* x &+ 1] ^ flip) * light
        out2[x] = Float(inks[4 &* x &+ 2] ^ flip) * light
      }
    }
  }
}

extension Artwork {
  /// Whether 255 means no ink. Adobe's programs store CMYK that way, and libraries and browsers take all JPEG files so, with
  /// Adobe's marker or without.
  var isInverted: Bool { layout == .cmyk }

  /// The samples as Little CMS sees them.
  var deviceSamples: ColourTransform.Samples {
    let isSixteen = samples.maximum > 255
    return switch layout {
    case .grey, .greyAlpha: isSixteen ? .grey16 : .grey8
    case .rgb: isSixteen ? .rgb16 : .rgb8
    case .rgba: isSixteen ? .rgba16 : .rgba8
    case .cmyk: .cmyk8(inverted: isInverted)
    }
  }
}

/// The curve between levels of a grey profile and sRGB-encoded grey.
struct GreyCurve: Sendable {
  /// sRGB-encoded 0…1 for every level.
  let toSRGB: ContiguousArray<Float>

  init(_ bytes: [UInt8], maximum: Int) throws(ImageCodecError) {
    guard let profile = ICCProfile(bytes) else { throw .colour("the file's profile cannot be read") }
    let transform = try ColourTransform(from: profile, .grey16, toSRGB: .rgb16)
    let levels = (0...maximum).map { UInt16($0 * (65535 / maximum)) }
    var rgb = [UInt16](repeating: 0, count: levels.count * 3)
    levels.withUnsafeBytes { from in
      rgb.withUnsafeMutableBytes { to in
        if let from = from.baseAddress, let to = to.baseAddress { transform.apply(from, to, pixels: levels.count) }
      }
    }
    toSRGB = ContiguousArray(levels.indices.map { Float(rgb[3 * $0 + 1]) / 65535 })
  }

  /// Slope of the inverse curve around `level`: device change for one unit of sRGB-encoded change.
  func inverseSlope(at level: Int) -> Float {
    // Over some levels each way, since neighbouring entries may be equal by rounding.
    let reach = max(1, toSRGB.count / 64)
    let (low, high) = (max(0, level - reach), min(toSRGB.count - 1, level + reach))
    let rise = toSRGB[high] - toSRGB[low]
    let run = Float(high - low) / Float(toSRGB.count - 1)
    return rise > run / 16 ? run / rise : 16
  }
}
