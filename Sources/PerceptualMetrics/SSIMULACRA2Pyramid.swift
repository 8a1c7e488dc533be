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
  /// The scale after a picture, sRGB-encoded, of which it is computed row by row: for those too large to keep it.
  case halves(of: RasterImage)

  /// What the rows are computed from.
  var picture: RasterImage {
    switch self {
    case .encoded(let picture), .linear(let picture), .xyb(let picture), .halves(let picture): picture
    }
  }

  var width: Int { if case .halves(let picture) = self { (picture.width + 1) / 2 } else { picture.width } }
  var height: Int { if case .halves(let picture) = self { (picture.height + 1) / 2 } else { picture.height } }

  /// Whether linear light is made on the way from the rows to XYB.
  fileprivate var isEncoded: Bool {
    switch self {
    case .encoded, .halves: true
    case .linear, .xyb: false
    }
  }

  /// Writes row `y` as XYB, from the given rows of `picture`, by way of linear light where the picture is encoded.
  ///
  /// - Parameter scratch: room for two rows of `picture`.
  func convert(
    _ rows: (Rows, Rows, Rows), _ y: Int, linear: PixelRow, into xyb: PixelRow, scratch: UnsafeMutablePointer<Float>
  ) {
    let count = rows.0.width
    switch self {
    case .halves:
      for (plane, out) in [(rows.0, linear.0), (rows.1, linear.1), (rows.2, linear.2)] {
        ck_srgb_to_linear(plane[2 * y], scratch, count)
        ck_srgb_to_linear(plane[min(2 * y + 1, plane.height - 1)], scratch + count, count)
        ck_halve(scratch, scratch + count, out, count)
      }
      ck_linear_to_positive_xyb(linear.0, linear.1, linear.2, xyb.0, xyb.1, xyb.2, (count + 1) / 2)
    case .encoded:
      ck_srgb_to_linear(rows.0[y], linear.0, count)
      ck_srgb_to_linear(rows.1[y], linear.1, count)
      ck_srgb_to_linear(rows.2[y], linear.2, count)
      ck_linear_to_positive_xyb(linear.0, linear.1, linear.2, xyb.0, xyb.1, xyb.2, count)
    case .linear:
      ck_linear_to_positive_xyb(rows.0[y], rows.1[y], rows.2[y], xyb.0, xyb.1, xyb.2, count)
    case .xyb:
      xyb.0.update(from: rows.0[y], count: count)
      xyb.1.update(from: rows.1[y], count: count)
      xyb.2.update(from: rows.2[y], count: count)
    }
  }

  /// This scale in XYB, and the next one in linear light.
  var xybAndNext: (xyb: PyramidLevel, next: PyramidLevel) {
    let (width, height) = (width, height)
    var next: PyramidLevel?
    let xyb = picture.withRGBRows { r, g, b in
      RasterImage.threePlanes(width: width, height: height) { x, y, z in
        next = Self.halved(width: width, height: height) { halved in
          Parallel.bands(height) { band in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: XYBWindow.capacity(width: width, count: 2)) {
              guard let base = $0.baseAddress else { return }
              let start = band.lowerBound / 2 * 2
              var window = XYBWindow(
                self, (r, g, b), buffer: base, count: 2, band: band, start: start, halved: halved)
              for row in band {
                window.advance(to: min(height, row + 2))
                for (channel, plane) in [x, y, z].enumerated() {
                  (plane.base + row * width).update(from: window.row(channel, row), count: width)
                }
              }
            }
          }
        }
      }
    }
    return (.xyb(xyb), next ?? self)
  }

  /// Room for the next scale of a picture of the given size, in linear light, which `fill` writes.
  static func halved(width: Int, height: Int, fill: (HalvedRows) -> Void) -> PyramidLevel {
    let (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
    return .linear(
      RasterImage.threePlanes(width: halfWidth, height: halfHeight) {
        fill(HalvedRows(width: halfWidth, planes: ($0, $1, $2)))
      })
  }
}

/// A row of each of three planes.
typealias PixelRow = (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)

/// The rows into which the next scale, half as large, is written.
struct HalvedRows: Sendable {
  var width: Int
  var planes: (SharedRows<Float>, SharedRows<Float>, SharedRows<Float>)
}

/// The last rows of a level in XYB, as many as a blur reaches over. On the way it writes the next scale, means of 2×2
/// pixels in linear light; the last row and column are repeated where a side is odd.
struct XYBWindow {
  private let level: PyramidLevel
  private let rows: (Rows, Rows, Rows)
  private let buffer: UnsafeMutablePointer<Float>
  private let count: Int
  private let width: Int
  private let height: Int
  private let band: Range<Int>
  private let halved: HalvedRows?
  private var next: Int

  /// How many samples the buffer of a window holds: the rows in XYB, two rows in linear light, and two of a picture of
  /// twice the width.
  static func capacity(width: Int, count: Int) -> Int { 3 * width * (count + 2) + 4 * width }

  /// - Parameters:
  ///   - rows: those of the level's picture.
  ///   - buffer: room for `capacity` samples, kept by the caller.
  ///   - count: how many rows are kept.
  ///   - band: the rows whose halves are written.
  ///   - start: the first row that will be asked for.
  ///   - halved: where the next scale goes, if it is wanted; needs the level in a form other than XYB.
  init(
    _ level: PyramidLevel, _ rows: (Rows, Rows, Rows), buffer: UnsafeMutablePointer<Float>, count: Int,
    band: Range<Int>, start: Int, halved: HalvedRows?
  ) {
    self.level = level
    self.rows = rows
    self.buffer = buffer
    self.count = count
    width = level.width
    height = level.height
    self.band = band
    self.halved = halved
    self.next = start
  }

  /// Makes the rows before `end` available; rows more than `count` before that are gone.
  mutating func advance(to end: Int) {
    while next < end {
      level.convert(
        rows, next, linear: linear(next), into: (row(0, next), row(1, next), row(2, next)),
        scratch: buffer + 3 * width * (count + 2))
      if let halved, next % 2 == 1 || next == height - 1 { halve(next / 2 * 2, next, into: halved) }
      next += 1
    }
  }

  /// Row `y` of a channel.
  func row(_ channel: Int, _ y: Int) -> UnsafeMutablePointer<Float> {
    buffer + (y % count * 3 + channel) * width
  }

  private func linear(_ y: Int) -> PixelRow {
    let start = buffer + (count + y % 2) * 3 * width
    return (start, start + width, start + 2 * width)
  }

  private func halve(_ top: Int, _ bottom: Int, into out: HalvedRows) {
    // A pair of rows belongs to the band that has the upper one.
    guard band.contains(top) else { return }
    let start = top / 2 * out.width
    if level.isEncoded {
      let (first, second) = (linear(top), linear(bottom))
      ck_halve(first.0, second.0, out.planes.0.base + start, width)
      ck_halve(first.1, second.1, out.planes.1.base + start, width)
      ck_halve(first.2, second.2, out.planes.2.base + start, width)
    } else {
      ck_halve(rows.0[top], rows.0[bottom], out.planes.0.base + start, width)
      ck_halve(rows.1[top], rows.1[bottom], out.planes.1.base + start, width)
      ck_halve(rows.2[top], rows.2[bottom], out.planes.2.base + start, width)
    }
  }
}
