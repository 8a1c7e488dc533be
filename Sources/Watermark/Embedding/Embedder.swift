import Crypto
import Foundation
import Raster

/// Repeats the tile of a mark over a picture, with the amplitude that the gain map allows at each place.
struct Embedder {
  let image: RasterImage
  let alpha: Plane?
  let pitch: Int
  let place: TilePlace
  let tile: Tile
  let gain: GainMap

  /// The blue–yellow layer's amplitude beside the luma's: 11 % of the squared error over red, green and blue.
  static let chromaRatio: Float = 0.6

  init(
    _ mark: Mark, layout: TileLayout, place: TilePlace, image: RasterImage, alpha: Plane?, pilotGain: Float = 1
  ) {
    self.image = image
    self.alpha = alpha
    pitch = MarkGeometry.pitch(width: image.width, height: image.height)
    self.place = place
    tile = Tile(mark: mark, layout: layout, variant: place.variant, pitch: pitch, pilotGain: pilotGain)
    gain = GainMap(luma: image, pitch: pitch, alpha: alpha)
  }

  /// The change at the given strength (1 is the usual), sRGB 0…1 units, and its mean square over all samples.
  func change(strength: Float) -> (change: RasterImage, meanSquare: Double) {
    let (width, height, channels) = (image.width, image.height, image.channels)
    var squares = [Double](repeating: 0, count: height)
    let change = squares.withUnsafeMutableBufferPointer { squares in
      let squares = SharedRows(squares)
      return RasterImage.filled(width: width, height: height, channels: channels) { outputs in
        Parallel.bands(height) { rows in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width + gain.cells.width) { memory in
            guard let amplitude = memory.baseAddress else { return }
            let (chroma, line) = (amplitude + width, amplitude + width + width)
            for y in rows {
              spread(row: y, strength: strength / 255, line: line, into: amplitude)
              multiplyByTile(row: y, amplitude, chroma: chroma)
              squares.base[y] = Double(write(amplitude, chroma: chroma, to: outputs.map { $0.base + y * width }))
            }
          }
        }
      }
    }
    return (change, squares.reduce(0, +) / Double(width * height * channels))
  }

  /// Turns a row of gains into luma and chroma of the mark: the tile goes on from where the row meets it.
  private func multiplyByTile(
    row y: Int, _ amplitude: UnsafeMutablePointer<Float>, chroma: UnsafeMutablePointer<Float>
  ) {
    let side = tile.luma.width
    let (ox, oy) = (side - place.x, side - place.y)
    withRows(tile.luma, tile.chroma) { luma, blue in
      let (luma, blue) = (luma[(y &+ oy) % side], blue[(y &+ oy) % side])
      var x = 0
      while x < image.width {
        let phase = (x &+ ox) % side
        let run = min(side &- phase, image.width &- x)
        for i in 0..<run {
          let gain = amplitude[x &+ i]
          amplitude[x &+ i] = gain * luma[phase &+ i]
          chroma[x &+ i] = gain * Self.chromaRatio * blue[phase &+ i]
        }
        x &+= run
      }
    }
  }

  /// Writes a row of the mark as red, green and blue, or as grey.
  ///
  /// - Returns: the sum of the squares of what was written.
  private func write(
    _ amplitude: UnsafeMutablePointer<Float>, chroma: UnsafeMutablePointer<Float>,
    to rows: [UnsafeMutablePointer<Float>]
  ) -> Float {
    var sum: Float = 0
    if rows.count == 3 {
      let (r, g, b) = (rows[0], rows[1], rows[2])
      // Blue up and red and green down leave the luma as it is.
      for x in 0..<image.width {
        let yellow = amplitude[x] - 0.128_67 * chroma[x]
        let violet = amplitude[x] + chroma[x]
        (r[x], g[x], b[x]) = (yellow, yellow, violet)
        sum += 2 * yellow * yellow + violet * violet
      }
    } else {
      let grey = rows[0]
      for x in 0..<image.width {
        grey[x] = amplitude[x]
        sum += amplitude[x] * amplitude[x]
      }
    }
    return sum
  }

  /// The gain of one row of pixels, between the cells' centres.
  private func spread(
    row y: Int, strength: Float, line: UnsafeMutablePointer<Float>, into row: UnsafeMutablePointer<Float>
  ) {
    let (columns, rows, width) = (gain.cells.width, gain.cells.height, image.width)
    let position = max(0, min(Float(rows - 1), (Float(y) + 0.5) / Float(pitch) - 0.5))
    let (upper, weight) = (Int(position), position - Float(Int(position)))
    let lower = min(upper + 1, rows - 1)
    gain.cells.withRows { cells in
      let (above, below) = (cells[upper], cells[lower])
      for x in 0..<columns { line[x] = strength * (above[x] + weight * (below[x] - above[x])) }
    }
    let half = pitch / 2
    for x in 0..<min(half, width) { row[x] = line[0] }
    let scale = 1 / Float(pitch)
    var x = half
    for column in 0..<columns where x < width {
      let a = line[column]
      let step = (line[min(column &+ 1, columns &- 1)] - a) * scale
      let end = min(x &+ pitch, width)
      for i in x..<end { row[i] = a + step * Float(i &- x) }
      x = end
    }
    guard let alpha else { return }
    alpha.withRows { alpha in
      for x in 0..<width { row[x] *= alpha[y][x] }
    }
  }
}
