import CKernels

/// Smaller forms of packed pictures, made row by row.
extension PackedImage {
  /// Luma of some rows, as ``RasterImage/luma(scale:)`` has it.
  ///
  /// - Precondition: the rows are in the picture, and at least one.
  package func luma(scale: Float = 1, rows: Range<Int>) -> Plane {
    cropped(columns: 0..<width, rows: rows).luma(scale: scale)
  }

  /// The picture with its long side brought down to `side` pixels; smaller pictures stay as they are.
  package func shrunk(toLongSide side: Int, kernel: ResampleKernel = .bicubic) -> RasterImage {
    let long = max(width, height)
    guard long > side else { return image }
    let scale = Double(side) / Double(long)
    let size = (max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded())))
    return SeparableMap.resize(width: width, height: height, to: size.0, size.1, kernel: kernel)(self)
  }

  /// The picture at half its size: means of 2×2 samples; the last row and column of an odd side are left out.
  ///
  /// - Precondition: no side becomes 0.
  package func halved() -> RasterImage {
    let (halfWidth, halfHeight, channels) = (width / 2, height / 2, channels)
    return RasterImage.filled(width: halfWidth, height: halfHeight, channels: channels) { out in
      withRows { source in
        Parallel.bands(halfHeight) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 6 * source.width) { scratch in
            guard let base = scratch.baseAddress else { return }
            let rows = (0..<6).map { base + $0 * source.width }
            for y in band {
              source.read(2 * y, into: (rows[0], rows[1], rows[2]))
              source.read(2 * y + 1, into: (rows[3], rows[4], rows[5]))
              for channel in 0..<channels {
                ck_halve(rows[channel], rows[channel + 3], out[channel].base + y * halfWidth, 2 * halfWidth)
              }
            }
          }
        }
      }
    }
  }

  /// Patches of the picture as one, side by side: for each range of columns one in each range of rows.
  ///
  /// - Precondition: the ranges lie in the picture.
  package func samplePatches(columns: [Range<Int>], rows: [Range<Int>]) -> RasterImage {
    RasterImage.patches(columns: columns, rows: rows, channels: channels) { cropped(columns: $0, rows: $1) }
  }

  /// The same, kept as this picture is kept.
  ///
  /// - Precondition: the ranges lie in the picture.
  package func packedPatches(columns: [Range<Int>], rows: [Range<Int>]) -> PackedImage {
    guard let step = withRows({ $0.levels(0, 0..<1)?.count }) else {
      return PackedImage(samplePatches(columns: columns, rows: rows))
    }
    let (width, height) = (columns.reduce(0) { $0 + $1.count }, rows.reduce(0) { $0 + $1.count })
    let levels = ContiguousArray<UInt8>(filling: width * height * step) { out in
      withRows { source in
        var target = out.base
        for y in rows.joined() {
          for range in columns {
            guard let row = source.levels(y, range), let base = row.baseAddress else { return }
            target.update(from: base, count: row.count)
            target += row.count
          }
        }
      }
    }
    return PackedImage(levels: levels, step: step, width: width, height: height, channels: channels)
  }

  /// The picture in levels of 8 bits: itself where it is kept so, else rounded and clipped.
  package var inLevels: PackedImage {
    if isOfLevels { return self }
    return PackedImage(
      levels: image.interleavedLevels, step: channels, width: width, height: height, channels: channels)
  }

  /// The levels of the picture, pixel after pixel with three channels side by side, rounded and clipped.
  package var interleavedRGB: ContiguousArray<UInt8> {
    guard isOfLevels else { return image.rgb.interleavedLevels }
    let (width, height, channels) = (width, height, channels)
    return ContiguousArray(filling: width * height * 3) { out in
      withRows { source in
        Parallel.bands(height) { band in
          for y in band {
            guard let row = source.levels(y, 0..<width) else { return }
            let (line, step) = (out.base + y * width * 3, row.count / width)
            if step == 3 {
              if let base = row.baseAddress { line.update(from: base, count: row.count) }
              continue
            }
            for x in 0..<width {
              line[3 &* x] = row[x &* step]
              line[3 &* x &+ 1] = row[x &* step &+ channels / 2]
              line[3 &* x &+ 2] = row[x &* step &+ channels &- 1]
            }
          }
        }
      }
    }
  }
}
