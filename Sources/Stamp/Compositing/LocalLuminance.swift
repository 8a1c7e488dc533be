import Raster

/// The mean luminance of a picture in a neighbourhood of every place, as wide as a stamp's letters. It decides between light
/// and dark ink.
struct LocalLuminance: Sendable {
  private let left, top, cell: Float
  private let luminance: Plane
  /// The lightness, 0…1, under which a place counts as dark. It lies off the middle, away from the picture's mean, so that
  /// places of medium lightness count as the rest does and letters do not change their tone again and again.
  let threshold: Float
  private static let sway: Float = 0.12

  /// - Parameters:
  ///   - picture: upright, sRGB-encoded 0…1; one plane or three.
  ///   - alpha: transparent pixels do not count.
  ///   - radius: standard deviation of the neighbourhood in pixels.
  init(_ picture: RasterImage, alpha: Plane?, region: Region, radius: Double) {
    let cell = max(1, Int(radius / 2))
    let columns = (region.width + cell - 1) / cell
    let rows = (region.height + cell - 1) / cell
    var light = Plane(width: columns, height: rows)
    var weight = light
    for row in 0..<rows {
      let strip = Region(
        left: region.left, top: region.top + row * cell, width: region.width,
        height: min(cell, region.height - row * cell))
      let linear = picture.cropped(columns: strip.columns, rows: strip.rows).rgb.linearFromSRGB
      let cover = alpha?.cropped(columns: strip.columns, rows: strip.rows)
      for y in 0..<strip.height {
        for x in 0..<strip.width {
          let i = y * strip.width + x
          let share = cover?.samples[i] ?? 1
          let colour = SIMD3(linear.planes[0].samples[i], linear.planes[1].samples[i], linear.planes[2].samples[i])
          light.samples[row * columns + x / cell] += share * Light.luminance(colour)
          weight.samples[row * columns + x / cell] += share
        }
      }
    }
    let blur = SeparableMap.gaussian(width: columns, height: rows, sigma: max(0.5, radius / Double(cell)))
    luminance = blur(light).combined(with: blur(weight)) { $1 > 1e-4 ? min(1, max(0, $0 / $1)) : 0.5 }
    let mean = luminance.sum { Double(Light.lightness($0)) } / Double(luminance.samples.count)
    threshold = 0.5 + (mean < 0.5 ? Self.sway : -Self.sway)
    (left, top, self.cell) = (Float(region.left), Float(region.top), Float(cell))
  }

  /// Luminance 0…1 round a place of the picture.
  @inline(__always)
  func callAsFunction(_ px: Float, _ py: Float) -> Float {
    let x = min(Float(luminance.width - 1), max(0, (px - left) / cell - 0.5))
    let y = min(Float(luminance.height - 1), max(0, (py - top) / cell - 0.5))
    let (column, row) = (Int(x), Int(y))
    let right = min(column + 1, luminance.width - 1)
    let below = min(row + 1, luminance.height - 1) * luminance.width
    let (fx, fy) = (x - Float(column), y - Float(row))
    let here = row * luminance.width
    let upper = luminance.samples[here + column] * (1 - fx) + luminance.samples[here + right] * fx
    let lower = luminance.samples[below + column] * (1 - fx) + luminance.samples[below + right] * fx
    return upper * (1 - fy) + lower * fy
  }
}
