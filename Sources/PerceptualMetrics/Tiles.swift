import Raster

/// A part of a picture that is worked on by itself, so that memory does not grow with the picture.
struct Tile: Sendable, Equatable {
  static let side = 512

  var columns: Range<Int>
  var rows: Range<Int>

  /// The tiles of a picture, in order from the top left. Where they lie does not depend on the threads.
  ///
  /// - Parameters:
  ///   - columns: of a tile, but for the last.
  ///   - rows: of a tile, but for the last.
  static func all(width: Int, height: Int, columns: Int = side, rows: Int = side) -> [Tile] {
    stride(from: 0, to: height, by: rows).flatMap { top in
      stride(from: 0, to: width, by: columns).map { left in
        Tile(columns: left..<min(width, left + columns), rows: top..<min(height, top + rows))
      }
    }
  }

  /// What `body` makes of each tile of a picture, in their order.
  @discardableResult
  static func map<Result: Sendable>(width: Int, height: Int, _ body: @Sendable (Tile) -> Result) -> [Result] {
    map(all(width: width, height: height), body)
  }

  /// What `body` makes of each of some tiles, in their order; they are worked on in parallel.
  @discardableResult
  static func map<Item: Sendable, Result: Sendable>(_ tiles: [Item], _ body: @Sendable (Item) -> Result) -> [Result] {
    [Result](unsafeUninitializedCapacity: tiles.count) { buffer, initialized in
      let out = SharedRows(buffer)
      Parallel.bands(tiles.count, minimumRows: 1) { band in
        // Loops inside a tile are not to spread over more threads.
        Parallel.$threads.withValue(1) {
          for index in band { (out.base + index).initialize(to: body(tiles[index])) }
        }
      }
      initialized = tiles.count
    }
  }

  /// The same part of the picture at half size, of a tile whose borders are even or those of the picture.
  var halved: Tile {
    Tile(
      columns: columns.lowerBound / 2..<(columns.upperBound + 1) / 2,
      rows: rows.lowerBound / 2..<(rows.upperBound + 1) / 2)
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
