import CKernels
import Raster

extension Artwork {
  /// The picture's samples after a change is added, in the file's own space, depth and orientation.
  ///
  /// - Parameters:
  ///   - change: upright, as large as the upright picture; differences of sRGB-encoded values in units of 0…1; one plane
  ///     or three. A grey picture takes the luma-weighted mean of three (Rec. 709).
  ///   - scale: what every difference is multiplied with.
  ///   - epsilon: no sample moves further, in levels of 255 of the file's own space; of 16-bit samples floor(257 ε).
  ///   - rowsAtATime: how many stored rows of the change are made at a time; the result does not depend on it.
  /// - Returns: rounded samples within the range; fully transparent pixels and alpha as they were, and no opaque pixel
  ///   with the value of a colour key. CMYK carries the change by cyan, magenta and yellow.
  /// - Throws: `ImageCodecError` when the change is of another size or the profile cannot be used.
  package func samples(
    adding change: some PictureChange, scale: Float = 1, epsilon: Float, rowsAtATime: Int = 8
  ) throws(ImageCodecError) -> Samples {
    guard change.width == uprightWidth, change.height == uprightHeight, [1, 3].contains(change.channels) else {
      throw .encoding(
        "a change of \(change.width)×\(change.height) does not fit \(uprightWidth)×\(uprightHeight) pixels")
    }
    let adder = try ChangeRows(artwork: self, scale: scale, epsilon: epsilon)
    let (width, height, orientation) = (width, height, orientation)
    let run = { @Sendable (base: UnsafeMutableRawPointer, rowBytes: Int, band: Range<Int>) in
      adder.withScratch { scratch in
        for top in stride(from: band.lowerBound, to: band.upperBound, by: rowsAtATime) {
          let rows = top..<min(band.upperBound, top + rowsAtATime)
          let place = orientation.upright(rows: rows, width: width, height: height)
          let part = Parallel.$threads.withValue(1) {
            RasterImage(
              planes: change.part(columns: place.columns, rows: place.rows).planes.map { $0.stored(orientation) })
          }
          part.withRGBRows { red, green, blue in
            for y in rows {
              let row = y - top
              adder.add(base + y * rowBytes, red[row], green[row], blue[row], part.channels == 1, scratch)
            }
          }
        }
      }
    }
    let step = width * layout.channels
    var result = samples
    switch result {
    case .eight(var all):
      result = .eight([])
      all.withUnsafeMutableBufferPointer { buffer in
        let rows = SharedRows(buffer)
        Parallel.bands(height) { run(UnsafeMutableRawPointer(rows.base), step, $0) }
      }
      result = .eight(all)
    case .sixteen(var all):
      result = .sixteen([])
      all.withUnsafeMutableBufferPointer { buffer in
        let rows = SharedRows(buffer)
        Parallel.bands(height) { run(UnsafeMutableRawPointer(rows.base), 2 * step, $0) }
      }
      result = .sixteen(all)
    }
    return avoidingKey(onGrid(result, epsilon: epsilon))
  }

  /// Samples of 16 bits that say no more than 8 bits did stay so: each is a byte twice, and the file compresses as before.
  ///
  /// - Parameter epsilon: no sample moves further, in levels of 255.
  private func onGrid(_ new: Samples, epsilon: Float) -> Samples {
    guard case .sixteen(let old) = samples, case .sixteen(var levels) = new,
      old.allSatisfy({ $0 >> 8 == $0 & 255 })
    else { return new }
    let limit = epsilon.isFinite ? Int(min(255, max(0, epsilon))) : 255
    for i in levels.indices {
      let (level, nearest) = (Int(old[i]) / 257, (Int(levels[i]) + 128) / 257)
      levels[i] = UInt16(257 * min(level + limit, max(level - limit, nearest)))
    }
    return .sixteen(levels)
  }

  /// Moves opaque pixels off the colour key, one level back towards what they were.
  private func avoidingKey(_ new: Samples) -> Samples {
    guard case .png(let encoding) = encoding, let key = encoding.key, let alpha = layout.alphaIndex else { return new }
    let factor = encoding.depth < 8 ? 255 / ((1 << encoding.depth) - 1) : 1
    let levels = key.prefix(layout.colourChannels).map { Int($0) * factor }
    switch (samples, new) {
    case (.eight(let old), .eight(var new)):
      Self.avoid(levels.map { UInt8($0) }, old, &new, channels: layout.channels, alpha: alpha)
      return .eight(new)
    case (.sixteen(let old), .sixteen(var new)):
      Self.avoid(levels.map { UInt16($0) }, old, &new, channels: layout.channels, alpha: alpha)
      return .sixteen(new)
    default: return new
    }
  }

  private static func avoid<Level: FixedWidthInteger>(
    _ key: [Level], _ old: ContiguousArray<Level>, _ new: inout ContiguousArray<Level>, channels: Int, alpha: Int
  ) {
    old.withUnsafeBufferPointer { old in
      new.withUnsafeMutableBufferPointer { new in
        for pixel in stride(from: 0, to: new.count, by: channels) where new[pixel + alpha] != 0 {
          guard key.indices.allSatisfy({ new[pixel + $0] == key[$0] }),
            let c = key.indices.first(where: { old[pixel + $0] != key[$0] })
          else { continue }
          new[pixel + c] = old[pixel + c] > key[c] ? key[c] + 1 : key[c] - 1
        }
      }
    }
  }
}

/// Adds rows of change to stored rows.
private struct ChangeRows: Sendable {
  private enum Way: Sendable {
    case plain
    /// To sRGB and back; the change is the difference of two ways back, so that no change is exactly none.
    case transform(forward: ColourTransform, back: ColourTransform)
    /// The same without clipping at sRGB, so that a change reaches colours outside it.
    case unclipped(LinearRows)
    case table(GreyCurve)
    case inks(InkModel)
  }

  private let way: Way
  private let width: Int
  private let layout: SampleLayout
  private let maximum: Int
  private let scale: Float
  private let epsilon: Int32

  init(artwork: Artwork, scale: Float, epsilon: Float) throws(ImageCodecError) {
    width = artwork.width
    layout = artwork.layout
    maximum = artwork.samples.maximum
    self.scale = scale
    let levels = (epsilon.isFinite ? max(0, epsilon) : 255) * Float(maximum) / 255
    self.epsilon = Int32(min(Float(maximum), levels.rounded(.down)))
    switch (artwork.colour, layout) {
    case (.sRGB, .cmyk): way = .inks(try InkModel(artwork: artwork, profile: nil))
    case (.sRGB, _): way = .plain
    case (.icc(let bytes), .grey), (.icc(let bytes), .greyAlpha): way = .table(try GreyCurve(bytes, maximum: maximum))
    case (.icc(let bytes), _):
      guard let profile = ICCProfile(bytes) else { throw .colour("the file's profile cannot be read") }
      if layout == .cmyk {
        way = .inks(try InkModel(artwork: artwork, profile: profile))
        return
      }
      let rows = try LinearRows(profile, maximum: maximum)
      if rows.canGoBack {
        way = .unclipped(rows)
      } else {
        way = .transform(
          forward: try ColourTransform(from: profile, artwork.deviceSamples, toSRGB: .rgb16),
          back: try ColourTransform(fromSRGB: .rgb16, to: profile, .rgb16))
      }
    }
  }

  struct Scratch {
    let colours: UnsafeMutablePointer<UInt16>
    let changes: UnsafeMutablePointer<Float>
  }

  func withScratch(_ body: (Scratch) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: width * 15 + 1) { colours in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 3 + 1) { changes in
        if let colours = colours.baseAddress, let changes = changes.baseAddress {
          body(Scratch(colours: colours, changes: changes))
        }
      }
    }
  }

  func add(
    _ row: UnsafeMutableRawPointer, _ red: UnsafePointer<Float>, _ green: UnsafePointer<Float>,
    _ blue: UnsafePointer<Float>, _ isGreyChange: Bool, _ scratch: Scratch
  ) {
    let changes = scratch.changes
    if layout.colourChannels == 1 {
      guard !isGreyChange || isTable else { return finish(row, red, red, red, scale) }
      for x in 0..<width {
        changes[x] = isGreyChange ? red[x] : 0.2126 * red[x] + 0.7152 * green[x] + 0.0722 * blue[x]
      }
      if case .table(let curve) = way {
        for x in 0..<width {
          let at = x &* layout.channels
          let level =
            maximum > 255
            ? Int(row.assumingMemoryBound(to: UInt16.self)[at]) : Int(row.assumingMemoryBound(to: UInt8.self)[at])
          changes[x] *= curve.inverseSlope(at: level)
        }
      }
      return finish(row, changes, changes, changes, scale)
    }
    switch way {
    case .plain, .table: finish(row, red, green, blue, scale)
    case .transform(let forward, let back):
      let colours = scratch.colours
      let (moved, device, movedDevice) = (colours + width * 3, colours + width * 6, colours + width * 9)
      forward.apply(row, colours, pixels: width)
      ck_shift_u16(colours, moved, red, green, blue, scale * 65535, width)
      back.apply(colours, device, pixels: width)
      back.apply(moved, movedDevice, pixels: width)
      ck_difference_u16(movedDevice, device, changes, changes + width, changes + width * 2, width)
      finish(row, changes, changes + width, changes + width * 2, 1)
    case .unclipped(let rows):
      let (first, second, third) = (changes, changes + width, changes + width * 2)
      if maximum > 255 {
        let levels = row.assumingMemoryBound(to: UInt16.self)
        ck_unpack_u16(levels, Int32(layout.channels), 3, first, second, third, width)
      } else {
        ck_unpack_u8(row.assumingMemoryBound(to: UInt8.self), Int32(layout.channels), 3, first, second, third, width)
      }
      rows.takeBack(first, second, third, change: (red, green, blue), scale: scale, width: width)
      finish(row, first, second, third, 1)
    case .inks(let model):
      model.inkChanges(
        row.assumingMemoryBound(to: UInt8.self), red, green, blue, scale, into: changes, scratch.colours, width)
      finish(row, changes, changes + width, changes + width * 2, 1)
    }
  }

  private var isTable: Bool { if case .table = way { true } else { false } }

  private func finish(
    _ row: UnsafeMutableRawPointer, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
    _ scale: Float
  ) {
    let (channels, planes) = (Int32(layout.channels), Int32(layout.colourChannels))
    let alpha = Int32(layout.alphaIndex ?? -1)
    if maximum > 255 {
      ck_add_u16(
        row.assumingMemoryBound(to: UInt16.self), channels, planes, alpha, a, b, c, scale * 65535, epsilon, width)
    } else {
      ck_add_u8(
        row.assumingMemoryBound(to: UInt8.self), channels, planes, alpha, a, b, c, scale * 255, epsilon, width)
    }
  }
}
