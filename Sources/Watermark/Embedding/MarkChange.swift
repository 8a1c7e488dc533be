import Raster

/// What is added to a picture so that it carries a mark: a tile that is repeated, with the amplitude that the picture hides at each place.
///
/// Rectangles of it are made when they are asked for: of a large picture it would be most of the memory.
package struct MarkChange: PictureChange {
  /// Columns and rows of the picture, in pixels.
  package let width, height: Int
  /// 1 for a grey picture, 3 for one with colours.
  package let channels: Int
  /// The factor on what the picture's masking allows.
  var strength: Float = 1
  let pitch: Int
  let place: TilePlace
  let tile: Tile
  let gain: GainMap
  let alpha: Plane?

  /// The blue–yellow layer's amplitude beside the luma's: 11 % of the squared error over red, green and blue.
  static let chromaRatio: Float = 0.6

  /// The same, so many times as strong.
  package func scaled(by factor: Float) -> MarkChange {
    var result = self
    result.strength *= factor
    return result
  }

  // Row by row, without the memory of its parts.
  package var meanSquare: Double {
    let squares = [Double](unsafeUninitializedCapacity: height) { buffer, count in
      let squares = SharedRows(buffer)
      Parallel.bands(height) { rows in
        withScratch(columns: width) { scratch in
          for y in rows { squares.base[y] = Double(write(row: y, 0..<width, scratch, to: nil)) }
        }
      }
      count = height
    }
    return squares.reduce(0, +) / Double(width * height * channels)
  }

  package func part(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    RasterImage.filled(width: columns.count, height: rows.count, channels: channels) { outputs in
      Parallel.bands(rows.count) { band in
        withScratch(columns: columns.count) { scratch in
          for y in band {
            _ = write(
              row: rows.lowerBound + y, columns, scratch, to: outputs.map { $0.base + y * columns.count })
          }
        }
      }
    }
  }

  private typealias Row = UnsafeMutablePointer<Float>

  /// Room for a row of amplitudes, one of the blue–yellow layer, and one of cells.
  private func withScratch(columns: Int, _ body: ((amplitude: Row, chroma: Row, cells: Row)) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * columns + gain.cells.width) { memory in
      guard let base = memory.baseAddress else { return }
      body((base, base + columns, base + 2 * columns))
    }
  }

  /// Writes some columns of a row of the mark, as red, green and blue or as grey, if there is where to write them.
  ///
  /// - Returns: the sum of their squares.
  private func write(
    row y: Int, _ columns: Range<Int>, _ scratch: (amplitude: Row, chroma: Row, cells: Row), to rows: [Row]?
  ) -> Float {
    spread(row: y, columns, line: scratch.cells, into: scratch.amplitude)
    multiplyByTile(row: y, columns, scratch.amplitude, chroma: scratch.chroma)
    return write(scratch.amplitude, chroma: scratch.chroma, count: columns.count, to: rows)
  }

  /// Turns a row of gains into luma and chroma of the mark: the tile goes on from where the row meets it.
  private func multiplyByTile(row y: Int, _ columns: Range<Int>, _ amplitude: Row, chroma: Row) {
    let side = tile.luma.width
    let (ox, oy) = (side - place.x, side - place.y)
    withRows(tile.luma, tile.chroma) { luma, blue in
      let (luma, blue) = (luma[(y &+ oy) % side], blue[(y &+ oy) % side])
      var x = 0
      while x < columns.count {
        let phase = (columns.lowerBound &+ x &+ ox) % side
        let run = min(side &- phase, columns.count &- x)
        for i in 0..<run {
          let gain = amplitude[x &+ i]
          amplitude[x &+ i] = gain * luma[phase &+ i]
          chroma[x &+ i] = gain * Self.chromaRatio * blue[phase &+ i]
        }
        x &+= run
      }
    }
  }

  private func write(_ amplitude: Row, chroma: Row, count: Int, to rows: [Row]?) -> Float {
    var sum: Float = 0
    if channels == 3 {
      // Blue up and red and green down leave the luma as it is.
      for x in 0..<count {
        let yellow = amplitude[x] - 0.128_67 * chroma[x]
        let violet = amplitude[x] + chroma[x]
        (amplitude[x], chroma[x]) = (yellow, violet)
        sum += 2 * yellow * yellow + violet * violet
      }
      if let rows {
        rows[0].update(from: amplitude, count: count)
        rows[1].update(from: amplitude, count: count)
        rows[2].update(from: chroma, count: count)
      }
    } else {
      for x in 0..<count { sum += amplitude[x] * amplitude[x] }
      rows?[0].update(from: amplitude, count: count)
    }
    return sum
  }

  /// The gain of some columns of a row of pixels, between the cells' centres.
  private func spread(row y: Int, _ columns: Range<Int>, line: Row, into row: Row) {
    let (across, down) = (gain.cells.width, gain.cells.height)
    let position = max(0, min(Float(down - 1), (Float(y) + 0.5) / Float(pitch) - 0.5))
    let (upper, weight) = (Int(position), position - Float(Int(position)))
    let lower = min(upper + 1, down - 1)
    let strength = strength / 255
    gain.cells.withRows { cells in
      let (above, below) = (cells[upper], cells[lower])
      for x in 0..<across { line[x] = strength * (above[x] + weight * (below[x] - above[x])) }
    }
    let (half, first) = (pitch / 2, columns.lowerBound)
    for x in first..<max(first, min(half, columns.upperBound)) { row[x &- first] = line[0] }
    let scale = 1 / Float(pitch)
    var column = max(0, (first - half) / pitch)
    while column < across, half + column * pitch < columns.upperBound {
      let a = line[column]
      let step = (line[min(column &+ 1, across &- 1)] - a) * scale
      let start = half &+ column &* pitch
      for x in max(first, start)..<max(first, min(start &+ pitch, columns.upperBound)) {
        row[x &- first] = a + step * Float(x &- start)
      }
      column &+= 1
    }
    guard let alpha else { return }
    alpha.withRows { alpha in
      for x in columns { row[x &- first] *= alpha[y][x] }
    }
  }
}
