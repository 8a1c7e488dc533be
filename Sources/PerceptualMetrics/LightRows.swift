import CKernels
import Raster

/// A part of a picture in linear light, 1 becoming 80 nits, row by row; of the picture at half size if asked for.
struct LightRows {
  private let source: PackedRows
  private let part: Tile
  private let isHalved: Bool

  /// - Parameter part: of the picture, at half size if it is halved.
  init(_ source: PackedRows, _ part: Tile, isHalved: Bool) {
    self.source = source
    self.part = part
    self.isHalved = isHalved
  }

  /// Samples of scratch memory that reading a row of a part takes.
  static func scratch(width: Int) -> Int { 12 * width }

  /// Writes a row of the part.
  func read(_ row: Int, into out: PackedRows.Target, scratch: UnsafeMutablePointer<Float>) {
    let (y, count) = (part.rows.lowerBound + row, part.columns.count)
    if isHalved {
      let columns = 2 * part.columns.lowerBound..<min(source.width, 2 * part.columns.upperBound)
      let step = 2 * count
      let top = (scratch, scratch + step, scratch + 2 * step)
      let bottom = (scratch + 3 * step, scratch + 4 * step, scratch + 5 * step)
      source.readLinear(2 * y, columns, into: top)
      source.readLinear(min(source.height - 1, 2 * y + 1), columns, into: bottom)
      ck_halve(top.0, bottom.0, out.0, columns.count)
      ck_halve(top.1, bottom.1, out.1, columns.count)
      ck_halve(top.2, bottom.2, out.2, columns.count)
    } else {
      source.readLinear(y, part.columns, into: out)
    }
    ck_scale(out.0, 80, count)
    ck_scale(out.1, 80, count)
    ck_scale(out.2, 80, count)
  }
}
