import Raster

extension PackedImage {
  /// Rows of the change that are made at a time.
  private static let rowsAtATime = 8

  /// The picture with a multiple of a change, in the levels of 8 bits that a file would have.
  func marked(with change: some PictureChange, _ strength: Float) -> PackedImage {
    let (width, height, channels) = (width, height, channels)
    let levels = ContiguousArray<UInt8>(filling: width * height * channels) { out in
      withRows { source in
        Parallel.bands(height) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { scratch in
            guard let base = scratch.baseAddress else { return }
            let row = [base, base + width, base + 2 * width]
            for top in stride(from: band.lowerBound, to: band.upperBound, by: Self.rowsAtATime) {
              let rows = top..<min(band.upperBound, top + Self.rowsAtATime)
              let part = Parallel.$threads.withValue(1) { change.part(columns: 0..<width, rows: rows) }
              part.withRGBRows { red, green, blue in
                for y in rows {
                  source.read(y, into: (row[0], row[1], row[2]))
                  for (channel, added) in [red, green, blue].prefix(channels).enumerated() {
                    Self.write(
                      row[channel], plus: added[y - top], strength, count: width,
                      to: out.base + y * width * channels + channel, step: channels)
                  }
                }
              }
            }
          }
        }
      }
    }
    return PackedImage(levels: levels, step: channels, width: width, height: height, channels: channels)
  }

  private static func write(
    _ row: UnsafePointer<Float>, plus added: UnsafePointer<Float>, _ strength: Float, count: Int,
    to levels: UnsafeMutablePointer<UInt8>, step: Int
  ) {
    // Adding and taking 1.5 · 2²³ away rounds to whole numbers, ties to even.
    let whole: Float = 12_582_912
    for x in 0..<count {
      let level = max(0, min(1, row[x] + strength * added[x])) * 255
      levels[x &* step] = UInt8(truncatingIfNeeded: Int32((level + whole) - whole))
    }
  }
}
