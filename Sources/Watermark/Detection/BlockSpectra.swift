import Foundation
import Raster

/// Power spectra of overlapping blocks of a residual, each relative to its surroundings: what pilots look like where the picture was bent.
struct BlockSpectra {
  struct Block {
    /// The middle, in pixels.
    let x, y: Double
    /// Where its spectrum begins among `power`.
    let start: Int
  }

  let blocks: [Block]
  /// Elements along a row of a block's spectrum (0 ≤ fx ≤ ½), and its rows, which wrap.
  let columns, rows: Int
  /// Power over the mean round it, cut off, of every block.
  let power: [Float]

  /// Pixels along a side of a block, from one to the next, and with zeros round it.
  private static let side = 128
  private static let step = 64
  private static let padded = 192
  private static let cut: Float = 3.5
  /// Elements on each side whose mean is the measure of power.
  private static let neighbours = 7

  /// - Returns: `nil` for a plane that is not larger than a block.
  init?(_ residual: Plane) {
    let side = min(Self.side, residual.width, residual.height)
    guard max(residual.width, residual.height) >= Self.side, side >= Self.side / 4 else { return nil }
    let (xs, ys) = (Self.starts(residual.width, side), Self.starts(residual.height, side))
    let places = ys.flatMap { y in xs.map { (x: $0, y: y) } }
    let (columns, rows) = (Self.padded / 2 + 1, Self.padded)
    let area = columns * rows
    let spectra = Parallel.map(places) { place -> Plane in
      var block = Plane(width: Self.padded, height: Self.padded)
      residual.withRows { input in
        for y in 0..<side {
          for x in 0..<side { block[x, y] = input[place.y + y][place.x + x] }
        }
      }
      let raw = Fourier.forward(block).power
      let level = BoxFilter.mean(raw, radius: Self.neighbours)
      var power = raw
      for index in power.samples.indices {
        power.samples[index] = min(Self.cut, raw.samples[index] / (level.samples[index] + 1e-6))
      }
      return power
    }
    let blocks = places.enumerated().map { index, place in
      Block(x: Double(place.x) + Double(side) / 2, y: Double(place.y) + Double(side) / 2, start: index * area)
    }
    (self.blocks, self.columns, self.rows) = (blocks, columns, rows)
    power = spectra.flatMap { Array($0.samples) }
  }

  /// The sum of all blocks' spectra as they would be if a warp of unit geometry were undone: lines of bent pictures are sharp again.
  func straightened(_ unit: Warp) -> [Float] {
    var sum = [Float](repeating: 0, count: columns * rows)
    // Higher frequencies are not looked for.
    let reach = columns * 9 / 10
    power.withUnsafeBufferPointer { power in
      for block in blocks {
        let local = unit.geometry(x: block.x, y: block.y)
        let (xx, xy, yx, yy) = (Float(local.xx), Float(local.xy), Float(local.yx), Float(local.yy))
        for y in -reach..<reach {
          let line = (y < 0 ? y + rows : y) * columns
          let (x0, y0) = (xy * Float(y), yy * Float(y))
          for x in 0..<reach {
            var (u, v) = (x0 + xx * Float(x), y0 + yx * Float(x))
            if u < 0 { (u, v) = (-u, -v) }
            let (column, row) = (Int(u + 0.5), Int(v + Float(rows) + 0.5))
            guard column < columns, row >= rows / 2, row < rows * 3 / 2 else { continue }
            sum[line &+ x] += power[block.start &+ (row >= rows ? row &- rows : row) &* columns &+ column]
          }
        }
      }
    }
    return sum
  }

  private static func starts(_ length: Int, _ side: Int) -> [Int] {
    let count = max(1, Int((Double(length - side) / Double(step)).rounded()) + 1)
    return (0..<count).map { count == 1 ? (length - side) / 2 : $0 * (length - side) / (count - 1) }
  }
}
