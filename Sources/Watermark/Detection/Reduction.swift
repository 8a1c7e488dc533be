import Raster

/// Reduces a picture's luma or blue–yellow difference, in levels of 255, to a size that is quick to search.
enum Reduction {
  /// The side that pictures are brought down to, about.
  static let side = 900.0

  /// The whole factor by which to shrink a picture of the given size.
  static func factor(width: Int, height: Int) -> Int {
    max(1, Int((Double(width) * Double(height)).squareRoot() / side + 0.5))
  }

  /// Means of `factor × factor` pixels; what does not fill a cell at the right and at the bottom is left out.
  static func reduce(_ image: PackedImage, factor: Int, difference: Bool = false) -> Plane {
    let (width, columns, rows) = (image.width, image.width / factor, image.height / factor)
    let luma = LumaRows(image)
    var plane = Plane(width: columns, height: rows)
    let scale = 1 / Float(factor * factor)
    plane.samples.withUnsafeMutableBufferPointer { out in
      let out = SharedRows(out)
      Parallel.bands(rows, minimumRows: 8) { bands in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width) { memory in
          guard let row = memory.baseAddress else { return }
          let sums = row + width
          for band in bands {
            for x in 0..<width { sums[x] = 0 }
            for y in band * factor..<(band + 1) * factor {
              if difference { luma.readDifference(y, into: row) } else { luma.read(y, into: row) }
              for x in 0..<width { sums[x] += row[x] }
            }
            let result = out.base + band * columns
            for column in 0..<columns {
              var sum: Float = 0
              for x in column &* factor..<(column &+ 1) &* factor { sum += sums[x] }
              // A picture may hold anything; arithmetic that follows must not.
              result[column] = sum.isFinite ? sum * scale : 0
            }
          }
        }
      }
    }
    return plane
  }
}
