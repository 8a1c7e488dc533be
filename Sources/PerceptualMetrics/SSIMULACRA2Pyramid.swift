import CKernels
import Raster

/// One scale of a picture, in whichever form it is kept; rows come out in SSIMULACRA 2's XYB.
enum PyramidLevel: Sendable {
  /// The picture itself, sRGB-encoded, grey or RGB.
  case encoded(PackedImage)
  /// Three planes of linear light.
  case linear(RasterImage)
  /// Three planes of XYB, scaled to about 0…1.
  case xyb(RasterImage)
  /// The scale after a picture, sRGB-encoded, of which it is computed row by row: for those too large to keep it.
  case halves(of: PackedImage)

  /// Columns and rows, in pixels.
  var size: (width: Int, height: Int) {
    switch self {
    case .encoded(let picture): (picture.width, picture.height)
    case .linear(let picture), .xyb(let picture): (picture.width, picture.height)
    case .halves(let picture): ((picture.width + 1) / 2, (picture.height + 1) / 2)
    }
  }

  var width: Int { size.width }
  var height: Int { size.height }

  /// Runs `body` with the rows that this scale is computed from.
  func withRows<Result>(_ body: (LevelRows) throws -> Result) rethrows -> Result {
    switch self {
    case .encoded(let picture), .halves(let picture): try picture.withRows { try body(.packed($0)) }
    case .linear(let picture), .xyb(let picture): try picture.withRGBRows { try body(.planes($0, $1, $2)) }
    }
  }

  /// Writes row `y` as XYB, from the given rows of `picture`, by way of linear light where the picture is encoded.
  ///
  /// - Parameter scratch: room for two rows of `picture`.
  func convert(
    _ rows: LevelRows, _ y: Int, linear: PixelRow, into xyb: PixelRow, scratch: UnsafeMutablePointer<Float>
  ) {
    switch rows {
    case .packed(let rows):
      let (count, columns) = (rows.width, 0..<rows.width)
      if case .halves = self {
        func row(_ index: Int) -> PixelRow {
          let start = scratch + 3 * index * count
          return (start, start + count, start + 2 * count)
        }
        let (top, bottom) = (row(0), row(1))
        rows.readLinear(2 * y, columns, into: top)
        rows.readLinear(min(2 * y + 1, rows.height - 1), columns, into: bottom)
        ck_halve(top.0, bottom.0, linear.0, count)
        ck_halve(top.1, bottom.1, linear.1, count)
        ck_halve(top.2, bottom.2, linear.2, count)
      } else {
        rows.readLinear(y, columns, into: linear)
      }
      ck_linear_to_positive_xyb(linear.0, linear.1, linear.2, xyb.0, xyb.1, xyb.2, width)
    case .planes(let x, let y0, let b):
      if case .xyb = self {
        xyb.0.update(from: x[y], count: x.width)
        xyb.1.update(from: y0[y], count: x.width)
        xyb.2.update(from: b[y], count: x.width)
      } else {
        ck_linear_to_positive_xyb(x[y], y0[y], b[y], xyb.0, xyb.1, xyb.2, x.width)
      }
    }
  }

  /// This scale in XYB, and the next one in linear light.
  var xybAndNext: (xyb: PyramidLevel, next: PyramidLevel) {
    let (width, height) = (width, height)
    var next: PyramidLevel?
    let xyb = withRows { rows in
      RasterImage.threePlanes(width: width, height: height) { x, y, z in
        next = Self.halved(width: width, height: height) { halved in
          Parallel.bands(height) { band in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: XYBWindow.capacity(width: width, count: 2)) {
              guard let base = $0.baseAddress else { return }
              let start = band.lowerBound / 2 * 2
              var window = XYBWindow(
                self, rows, buffer: base, count: 2, band: band, start: start, halved: halved)
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

/// The rows that a scale is computed from: those of a picture, or those of three planes.
enum LevelRows: Sendable {
  case packed(PackedRows)
  case planes(Rows, Rows, Rows)
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
  private let rows: LevelRows
  private let buffer: UnsafeMutablePointer<Float>
  private let count: Int
  private let width: Int
  private let height: Int
  private let band: Range<Int>
  private let halved: HalvedRows?
  private var next: Int

  /// How many samples the buffer of a window holds: the rows in XYB, two rows in linear light, and two of a picture of
  /// twice the width.
  static func capacity(width: Int, count: Int) -> Int { 3 * width * (count + 2) + 12 * width }

  /// - Parameters:
  ///   - rows: those of the level's picture.
  ///   - buffer: room for `capacity` samples, kept by the caller.
  ///   - count: how many rows are kept.
  ///   - band: the rows whose halves are written.
  ///   - start: the first row that will be asked for.
  ///   - halved: where the next scale goes, if it is wanted; needs the level in a form other than XYB.
  init(
    _ level: PyramidLevel, _ rows: LevelRows, buffer: UnsafeMutablePointer<Float>, count: Int,
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
    guard case .planes(let red, let green, let blue) = rows else {
      let (first, second) = (linear(top), linear(bottom))
      ck_halve(first.0, second.0, out.planes.0.base + start, width)
      ck_halve(first.1, second.1, out.planes.1.base + start, width)
      return ck_halve(first.2, second.2, out.planes.2.base + start, width)
    }
    ck_halve(red[top], red[bottom], out.planes.0.base + start, width)
    ck_halve(green[top], green[bottom], out.planes.1.base + start, width)
    ck_halve(blue[top], blue[bottom], out.planes.2.base + start, width)
  }
}
