import Raster

/// Detects flat fills: areas of one colour over several pixels in every direction, as in line art, comics, logos and pixel art.
/// In a fill every pattern is visible, and every changed level makes a PNG larger.
///
/// A pixel is in a fill when it lies in a square of `2 · radius + 1` pixels whose samples differ by no more than `tolerance`
/// in any channel (the morphological opening of what is constant, so fills reach up to their outlines). A gradient is not a
/// fill, however slow: what drifts by more than `tolerance` within `reach` pixels, through pixels that are locally constant, is
/// left to `PerceptualMask`.
package struct FlatFills: Sendable, Equatable {
  /// Half the side of the square, in pixels.
  package var radius: Int
  /// The largest difference of samples in a fill, sRGB-encoded 0…1. JPEG leaves a little noise in fills.
  package var tolerance: Float
  /// How far a gradient is looked for, in pixels.
  package var reach: Int

  package init(radius: Int = 2, tolerance: Float = 2.5 / 255, reach: Int = 24) {
    self.radius = radius
    self.tolerance = tolerance
    self.reach = reach
  }

  /// The fills of a picture.
  ///
  /// - Parameter picture: one or three sRGB-encoded planes 0…1, at full size: shrinking blurs the outlines of small fills.
  /// - Returns: 1 in fills and 0 elsewhere, as large as the picture; `nil` where there is none at all.
  package func callAsFunction(_ picture: RasterImage) -> Plane? {
    let (width, height) = (picture.width, picture.height)
    guard min(width, height) > 2 * radius else { return nil }
    var core = constant(picture)
    let drifting = drift(picture, core)
    core.withUnsafeMutableBufferPointer { core in
      for index in core.indices where drifting[index] != 0 { core[index] = 0 }
    }
    guard core.contains(1) else { return nil }
    return grown(core, width: width, height: height)
  }

  /// 1 at the centres of squares without an edge.
  private func constant(_ picture: RasterImage) -> ContiguousArray<UInt8> {
    let width = picture.width
    return Self.bytes(width * picture.height) { out in
      Parallel.bands(picture.height) { band in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { memory in
          guard let range = memory.baseAddress else { return }
          for y in band {
            for x in 0..<width { range[x] = 0 }
            for plane in picture.planes {
              plane.withRows { widen(range, by: $0, around: y, low: range + width, high: range + 2 * width) }
            }
            for x in 0..<width { out.base[y &* width &+ x] = range[x] <= tolerance ? 1 : 0 }
          }
        }
      }
    }
  }

  /// Raises each value of `range` to the difference of the samples in the square round the pixel in row `y`.
  ///
  /// - Parameters:
  ///   - low: room for the least sample of each column.
  ///   - high: room for the greatest.
  private func widen(
    _ range: UnsafeMutablePointer<Float>, by rows: Rows, around y: Int, low: UnsafeMutablePointer<Float>,
    high: UnsafeMutablePointer<Float>
  ) {
    let (width, here) = (rows.width, rows[y])
    for x in 0..<width { (low[x], high[x]) = (here[x], here[x]) }
    for row in max(0, y - radius)...min(rows.height - 1, y + radius) where row != y {
      let samples = rows[row]
      for x in 0..<width {
        let sample = samples[x]
        low[x] = sample < low[x] ? sample : low[x]
        high[x] = sample > high[x] ? sample : high[x]
      }
    }
    for x in 0..<width {
      var (least, most) = (low[x], high[x])
      for column in max(0, x &- radius)...min(width &- 1, x &+ radius) {
        least = low[column] < least ? low[column] : least
        most = high[column] > most ? high[column] : most
      }
      range[x] = most - least > range[x] ? most - least : range[x]
    }
  }

  /// 1 where a constant pixel differs from one `reach` pixels away, or from the last constant one on the way there.
  private func drift(_ picture: RasterImage, _ core: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    let (width, height) = (picture.width, picture.height)
    return Self.bytes(width * height) { out in
      let planes = picture.planes
      core.withUnsafeBufferPointer { core in
        nonisolated(unsafe) let core = core
        // A line of pixels: where it starts, how far apart its pixels are, and how many there are.
        let follow = { @Sendable (start: Int, step: Int, count: Int) in
          var run = 0
          for position in 0..<count {
            let index = start &+ position &* step
            guard core[index] != 0 else {
              run = 0
              continue
            }
            if run > 0 {
              let other = index &- run &* step
              for plane in planes where abs(plane.samples[index] - plane.samples[other]) > tolerance {
                (out.base[index], out.base[other]) = (1, 1)
              }
            }
            run = min(run &+ 1, reach)
          }
        }
        for index in 0..<width * height { out.base[index] = 0 }
        Parallel.bands(height) { for y in $0 { follow(y &* width, 1, width) } }
        Parallel.bands(width) { for x in $0 { follow(x, width, height) } }
      }
    }
  }

  /// Every pixel within `radius` of a marked one, in both directions.
  private func grown(_ core: ContiguousArray<UInt8>, width: Int, height: Int) -> Plane {
    let radius = radius
    return Plane(width: width, height: height) { out in
      core.withUnsafeBufferPointer { core in
        nonisolated(unsafe) let core = core
        Parallel.bands(height) { band in
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { any in
            for y in band {
              for x in 0..<width { any[x] = 0 }
              for row in max(0, y - radius)...min(height - 1, y + radius) {
                for x in 0..<width { any[x] |= core[row &* width &+ x] }
              }
              for x in 0..<width {
                var found: UInt8 = 0
                for column in max(0, x &- radius)...min(width &- 1, x &+ radius) { found |= any[column] }
                out.base[y &* width &+ x] = Float(found)
              }
            }
          }
        }
      }
    }
  }

  private static func bytes(_ count: Int, _ fill: (SharedRows<UInt8>) -> Void) -> ContiguousArray<UInt8> {
    ContiguousArray(unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(SharedRows(buffer))
      initialized = count
    }
  }
}
