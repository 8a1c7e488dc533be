import Raster

/// A part of a picture that is worked on by itself, so that memory does not grow with the picture.
struct Tile: Sendable {
  static let side = 512

  var columns: Range<Int>
  var rows: Range<Int>

  /// What `body` makes of each tile of a picture, in order from the top left. Tiles are worked on in parallel; where
  /// they lie does not depend on the threads.
  @discardableResult
  static func map<Result: Sendable>(width: Int, height: Int, _ body: @Sendable (Tile) -> Result) -> [Result] {
    let columns = (width + side - 1) / side
    let count = columns * ((height + side - 1) / side)
    return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      let out = SharedRows(buffer)
      Parallel.bands(count, minimumRows: 1) { band in
        // Loops inside a tile are not to spread over more threads.
        Parallel.$threads.withValue(1) {
          for index in band {
            let (left, top) = (index % columns * side, index / columns * side)
            let tile = Tile(
              columns: left..<min(width, left + side), rows: top..<min(height, top + side))
            (out.base + index).initialize(to: body(tile))
          }
        }
      }
      initialized = count
    }
  }

  /// The tile with its surroundings of so many pixels, as far as a picture of the given size goes.
  func grown(by halo: Int, width: Int, height: Int) -> Tile {
    Tile(
      columns: max(0, columns.lowerBound - halo)..<min(width, columns.upperBound + halo),
      rows: max(0, rows.lowerBound - halo)..<min(height, rows.upperBound + halo))
  }

  /// This tile as seen from the first pixel of another that contains it.
  func within(_ other: Tile) -> Tile {
    Tile(
      columns: columns.lowerBound - other.columns.lowerBound..<columns.upperBound - other.columns.lowerBound,
      rows: rows.lowerBound - other.rows.lowerBound..<rows.upperBound - other.rows.lowerBound)
  }
}

extension Plane {
  /// The part of the plane under a tile.
  func cropped(to tile: Tile) -> Plane { cropped(columns: tile.columns, rows: tile.rows) }

  /// Writes the whole plane into a larger one of the given width, where `tile` says.
  func copy(to out: SharedRows<Float>, of width: Int, at tile: Tile) {
    withRows { rows in
      let first = out.base + tile.rows.lowerBound * width + tile.columns.lowerBound
      for y in 0..<rows.height { (first + y * width).update(from: rows[y], count: rows.width) }
    }
  }
}

extension RasterImage {
  /// The part of the picture under a tile.
  func cropped(to tile: Tile) -> RasterImage { cropped(columns: tile.columns, rows: tile.rows) }
}
