import Foundation
import Raster

/// The amplitude of a mark that each cell of `pitch × pitch` pixels hides, in levels of 255.
///
/// Texture masks, an edge between flat areas does not: the activity of a cell is the least standard deviation round it, the
/// slope of the ground taken off.
struct GainMap {
  let pitch: Int
  /// Amplitude (root mean square of the change), levels of 255.
  let cells: Plane

  /// - Parameter alpha: what shows of the picture, 0…1; nothing is hidden where nothing shows.
  init(luma image: PackedImage, pitch: Int, alpha: Plane?) {
    self.pitch = pitch
    let columns = (image.width + pitch - 1) / pitch
    let rows = (image.height + pitch - 1) / pitch
    var mean = Plane(width: columns, height: rows)
    var square = mean
    Self.measure(image, pitch, &mean, &square)
    let activity = Self.activity(mean: mean, square: square)
    let quiet = BoxFilter.mean(BoxFilter.minimum3(activity), radius: 1)
    var cells = Plane(width: columns, height: rows)
    for index in cells.samples.indices {
      let brightness = mean.samples[index] / 255
      let luminance = min(1, 0.4 + brightness)
      cells.samples[index] = min(0.6 * pow(1 + quiet.samples[index] / 6, 0.6), 3) * luminance
    }
    cells = BoxFilter.mean(cells, radius: 1)
    if let alpha {
      for row in 0..<rows {
        for column in 0..<columns {
          let (x, y) = (
            min(column * pitch + pitch / 2, image.width - 1), min(row * pitch + pitch / 2, image.height - 1)
          )
          if alpha[x, y] <= 0 { cells[column, row] = 0 }
        }
      }
    }
    self.cells = cells
  }

  /// Mean and mean square of the luma in every cell, levels of 255.
  private static func measure(_ image: PackedImage, _ pitch: Int, _ mean: inout Plane, _ square: inout Plane) {
    let (width, height, columns) = (image.width, image.height, mean.width)
    let luma = LumaRows(image)
    mean.samples.withUnsafeMutableBufferPointer { mean in
      square.samples.withUnsafeMutableBufferPointer { square in
        let (mean, square) = (SharedRows(mean), SharedRows(square))
        Parallel.bands((height + pitch - 1) / pitch, minimumRows: 8) { bands in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { memory in
            guard let row = memory.baseAddress else { return }
            let (sums, squares) = (row + width, row + 2 * width)
            for band in bands {
              let lines = band * pitch..<min(band * pitch + pitch, height)
              for x in 0..<width { (sums[x], squares[x]) = (0, 0) }
              for y in lines {
                luma.read(y, into: row)
                for x in 0..<width {
                  sums[x] += row[x]
                  squares[x] += row[x] * row[x]
                }
              }
              for column in 0..<columns {
                var (sum, sum2): (Float, Float) = (0, 0)
                let end = min(column &* pitch &+ pitch, width)
                for x in column &* pitch..<end {
                  sum += sums[x]
                  sum2 += squares[x]
                }
                let count = Float((end &- column &* pitch) &* lines.count)
                mean.base[band &* columns &+ column] = sum / count
                square.base[band &* columns &+ column] = sum2 / count
              }
            }
          }
        }
      }
    }
  }

  /// Standard deviation of 3 × 3 cells round each, less what a slope of their ground explains.
  private static func activity(mean: Plane, square: Plane) -> Plane {
    let (columns, rows) = (mean.width, mean.height)
    var activity = Plane(width: columns, height: rows)
    for row in 0..<rows {
      let lines = [max(row - 1, 0), row, min(row + 1, rows - 1)]
      for column in 0..<columns {
        let (left, right) = (max(column - 1, 0), min(column + 1, columns - 1))
        var (sum, sum2, within): (Float, Float, Float) = (0, 0, 0)
        var (across, down): (Float, Float) = (0, 0)
        for (offset, line) in zip([-1, 0, 1] as [Float], lines) {
          let base = line &* columns
          for (side, x) in zip([-1, 0, 1] as [Float], [left, column, right]) {
            let value = mean.samples[base &+ x]
            sum += value
            sum2 += value * value
            within += square.samples[base &+ x] - value * value
            across += side * value
            down += offset * value
          }
        }
        let slope = (across * across + down * down) / 36
        let between = max(0, sum2 / 9 - sum * sum / 81 - slope * 2 / 3)
        activity.samples[row &* columns &+ column] = max(0, within / 9 - slope / 12 + between).squareRoot()
      }
    }
    return activity
  }
}
