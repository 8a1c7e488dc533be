import Crypto
import Foundation
import Raster

/// Lays the tile of a mark over a picture, as strongly as each place allows.
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
    pitch = Watermark.pitch(width: image.width, height: image.height)
    self.place = place
    tile = Tile(mark: mark, layout: layout, variant: place.variant, pitch: pitch, pilotGain: pilotGain)
    gain = GainMap(luma: image, pitch: pitch, alpha: alpha)
  }

  /// The change at the given strength (1 is the usual), sRGB 0…1 units, and its mean square over all samples.
  func change(strength: Float) -> (change: RasterImage, meanSquare: Double) {
    let (width, height, channels) = (image.width, image.height, image.channels)
    let cells = gain.cells
    let side = tile.luma.width
    let (ox, oy) = (side - place.x, side - place.y)
    var planes = (0..<channels).map { _ in Plane(width: width, height: height) }
    var squares = [Double](repeating: 0, count: height)
    squares.withUnsafeMutableBufferPointer { squares in
      let squares = SharedRows(squares)
      Self.withRows(&planes) { outputs in
        Parallel.bands(height) { rows in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width + cells.width) { memory in
            guard let amplitude = memory.baseAddress else { return }
            let (line, chroma) = (amplitude + width + width, amplitude + width)
            for y in rows {
              spread(row: y, strength: strength / 255, line: line, into: amplitude)
              var x = 0
              let tileRow = (y &+ oy) % side &* side
              tile.luma.samples.withUnsafeBufferPointer { luma in
                tile.chroma.samples.withUnsafeBufferPointer { blue in
                  while x < width {
                    let phase = (x &+ ox) % side
                    let run = min(side &- phase, width &- x)
                    for i in 0..<run {
                      let gain = amplitude[x &+ i]
                      amplitude[x &+ i] = gain * luma[tileRow &+ phase &+ i]
                      chroma[x &+ i] = gain * Self.chromaRatio * blue[tileRow &+ phase &+ i]
                    }
                    x &+= run
                  }
                }
              }
              var sum: Float = 0
              if channels == 3 {
                let (r, g, b) = (outputs[0].base + y * width, outputs[1].base + y * width, outputs[2].base + y * width)
                // Blue up and red and green down leave the luma as it is.
                for x in 0..<width {
                  let yellow = amplitude[x] - 0.128_67 * chroma[x]
                  let violet = amplitude[x] + chroma[x]
                  (r[x], g[x], b[x]) = (yellow, yellow, violet)
                  sum += 2 * yellow * yellow + violet * violet
                }
              } else {
                let grey = outputs[0].base + y * width
                for x in 0..<width {
                  grey[x] = amplitude[x]
                  sum += amplitude[x] * amplitude[x]
                }
              }
              squares.base[y] = Double(sum)
            }
          }
        }
      }
    }
    let total = squares.reduce(0, +) / Double(width * height * channels)
    return (RasterImage(planes: planes), total)
  }

  /// Calls `body` with the samples of all planes.
  private static func withRows(
    _ planes: inout [Plane], _ pointers: [SharedRows<Float>] = [], _ body: ([SharedRows<Float>]) -> Void
  ) {
    guard pointers.count < planes.count else { return body(pointers) }
    // Taken out of the array for the time, so that it is not copied.
    var plane = planes[pointers.count]
    planes[pointers.count] = Plane(width: 1, height: 1)
    plane.samples.withUnsafeMutableBufferPointer { withRows(&planes, pointers + [SharedRows($0)], body) }
    planes[pointers.count] = plane
  }

  /// The gain of one row of pixels, between the cells' centres.
  private func spread(
    row y: Int, strength: Float, line: UnsafeMutablePointer<Float>, into row: UnsafeMutablePointer<Float>
  ) {
    let (columns, rows, width) = (gain.cells.width, gain.cells.height, image.width)
    let position = max(0, min(Float(rows - 1), (Float(y) + 0.5) / Float(pitch) - 0.5))
    let (upper, weight) = (Int(position), position - Float(Int(position)))
    let lower = min(upper + 1, rows - 1)
    gain.cells.samples.withUnsafeBufferPointer { cells in
      for x in 0..<columns {
        let a = cells[upper &* columns &+ x]
        line[x] = strength * (a + weight * (cells[lower &* columns &+ x] - a))
      }
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
    alpha.samples.withUnsafeBufferPointer { alpha in
      for x in 0..<width { row[x] *= alpha[y &* width &+ x] }
    }
  }
}
