import CKernels
import Raster

/// One scale of a picture, in whichever form it is kept; rows come out in SSIMULACRA 2's XYB.
enum PyramidLevel: Sendable {
  /// The picture itself, sRGB-encoded, grey or RGB.
  case encoded(RasterImage)
  /// Three planes of linear light.
  case linear(RasterImage)
  /// Three planes of XYB, scaled to about 0…1.
  case xyb(RasterImage)

  var picture: RasterImage {
    switch self {
    case .encoded(let picture), .linear(let picture), .xyb(let picture): picture
    }
  }

  /// Writes row `y` as XYB, from the given rows of `picture`.
  func convert(_ rows: (Rows, Rows, Rows), _ y: Int, into out: XYBRow) {
    let count = rows.0.width
    switch self {
    case .encoded:
      ck_srgb_to_linear(rows.0[y], out.x, count)
      ck_srgb_to_linear(rows.1[y], out.y, count)
      ck_srgb_to_linear(rows.2[y], out.b, count)
      ck_linear_to_positive_xyb(out.x, out.y, out.b, out.x, out.y, out.b, count)
    case .linear:
      ck_linear_to_positive_xyb(rows.0[y], rows.1[y], rows.2[y], out.x, out.y, out.b, count)
    case .xyb:
      out.x.update(from: rows.0[y], count: count)
      out.y.update(from: rows.1[y], count: count)
      out.b.update(from: rows.2[y], count: count)
    }
  }

  /// This scale in XYB.
  var xyb: PyramidLevel {
    .xyb(
      picture.withRGBRows { r, g, b in
        RasterImage.threePlanes(width: r.width, height: r.height) { x, y, z in
          Parallel.bands(r.height) { band in
            for row in band {
              let start = row * r.width
              convert((r, g, b), row, into: XYBRow(x: x.base + start, y: y.base + start, b: z.base + start))
            }
          }
        }
      })
  }

  /// The next scale in linear light: means of 2×2 pixels, the last row and column repeated where a side is odd.
  var halved: PyramidLevel {
    if case .xyb = self { preconditionFailure("XYB is not averaged") }
    let (width, height) = ((picture.width + 1) / 2, (picture.height + 1) / 2)
    return .linear(
      picture.withRGBRows { r, g, b in
        RasterImage.threePlanes(width: width, height: height) { x, y, z in
          Parallel.bands(height) { band in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * r.width) { scratch in
              guard let top = scratch.baseAddress else { return }
              let bottom = top + r.width
              for row in band {
                for (rows, out) in [(r, x), (g, y), (b, z)] {
                  let (first, second) = (rows[2 * row], rows[min(2 * row + 1, rows.height - 1)])
                  if case .encoded = self {
                    ck_srgb_to_linear(first, top, r.width)
                    ck_srgb_to_linear(second, bottom, r.width)
                    ck_halve(top, bottom, out.base + row * width, r.width)
                  } else {
                    ck_halve(first, second, out.base + row * width, r.width)
                  }
                }
              }
            }
          }
        }
      })
  }
}

/// Where a row of XYB goes.
struct XYBRow {
  var x: UnsafeMutablePointer<Float>
  var y: UnsafeMutablePointer<Float>
  var b: UnsafeMutablePointer<Float>
}

/// The last rows of a level in XYB, as many as a blur reaches over.
struct XYBWindow {
  private let level: PyramidLevel
  private let rows: (Rows, Rows, Rows)
  private let buffer: UnsafeMutablePointer<Float>
  private let count: Int
  private var next: Int

  /// How many samples the buffer of a window holds.
  static func capacity(width: Int, count: Int) -> Int { 3 * width * count }

  /// - Parameters:
  ///   - rows: those of the level's picture.
  ///   - buffer: room for `capacity` samples, kept by the caller.
  ///   - count: how many rows are kept.
  ///   - start: the first row that will be asked for.
  init(
    _ level: PyramidLevel, _ rows: (Rows, Rows, Rows), buffer: UnsafeMutablePointer<Float>, count: Int, start: Int
  ) {
    self.level = level
    self.rows = rows
    self.buffer = buffer
    self.count = count
    self.next = start
  }

  /// Makes the rows before `end` available; rows more than `count` before that are gone.
  mutating func advance(to end: Int) {
    while next < end {
      level.convert(rows, next, into: XYBRow(x: row(0, next), y: row(1, next), b: row(2, next)))
      next += 1
    }
  }

  /// Row `y` of a channel.
  func row(_ channel: Int, _ y: Int) -> UnsafeMutablePointer<Float> {
    buffer + (y % count * 3 + channel) * rows.0.width
  }
}
