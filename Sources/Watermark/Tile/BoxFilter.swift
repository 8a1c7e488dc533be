import Raster

/// Sliding windows over planes of moderate size; windows are cut off at the borders.
enum BoxFilter {
  /// The mean of the `(2 radius + 1)²` samples round each.
  static func mean(_ plane: Plane, radius: Int) -> Plane {
    let (width, height) = (plane.width, plane.height)
    var across = plane
    across.samples.withUnsafeMutableBufferPointer { out in
      let out = SharedRows(out)
      plane.samples.withUnsafeBufferPointer { input in
        let input = SharedRows(UnsafeMutableBufferPointer(mutating: input))
        Parallel.bands(height) { rows in
          for y in rows {
            let (row, result) = (input.base + y &* width, out.base + y &* width)
            var (sum, count): (Float, Int) = (0, 0)
            for x in 0..<min(radius, width) {
              sum += row[x]
              count &+= 1
            }
            for x in 0..<width {
              if x &+ radius < width {
                sum += row[x &+ radius]
                count &+= 1
              }
              if x &- radius &- 1 >= 0 {
                sum -= row[x &- radius &- 1]
                count &-= 1
              }
              result[x] = sum / Float(count)
            }
          }
        }
      }
    }
    var down = plane
    down.samples.withUnsafeMutableBufferPointer { out in
      let out = SharedRows(out)
      across.samples.withUnsafeBufferPointer { input in
        let input = SharedRows(UnsafeMutableBufferPointer(mutating: input))
        // Bands of a fixed height: a running sum that started elsewhere would round otherwise.
        let step = 64
        Parallel.bands((height + step - 1) / step, minimumRows: 1) { bands in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { memory in
            guard let sum = memory.baseAddress else { return }
            for band in bands {
              let rows = band * step..<min(band * step + step, height)
              for x in 0..<width { sum[x] = 0 }
              for y in max(0, rows.lowerBound - radius)..<min(height, rows.lowerBound + radius) {
                let row = input.base + y &* width
                for x in 0..<width { sum[x] += row[x] }
              }
              for y in rows {
                if y + radius < height {
                  let row = input.base + (y &+ radius) &* width
                  for x in 0..<width { sum[x] += row[x] }
                }
                if y - radius - 1 >= 0, y > rows.lowerBound {
                  let row = input.base + (y &- radius &- 1) &* width
                  for x in 0..<width { sum[x] -= row[x] }
                }
                let count = min(height - 1, y + radius) - max(0, y - radius) + 1
                let result = out.base + y &* width
                let scale = 1 / Float(count)
                for x in 0..<width { result[x] = sum[x] * scale }
              }
            }
          }
        }
      }
    }
    return down
  }

  /// The least of the 3 × 3 samples round each.
  static func minimum3(_ plane: Plane) -> Plane {
    let (width, height) = (plane.width, plane.height)
    var result = plane
    for y in 0..<height {
      for x in 0..<width {
        var least = Float.infinity
        for line in max(0, y - 1)...min(height - 1, y + 1) {
          for column in max(0, x - 1)...min(width - 1, x + 1) {
            least = min(least, plane.samples[line &* width &+ column])
          }
        }
        result.samples[y &* width &+ x] = least
      }
    }
    return result
  }
}
