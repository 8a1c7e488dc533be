import Raster

/// Sliding windows over planes of moderate size; windows are cut off at the borders.
enum BoxFilter {
  /// The mean of the `(2 radius + 1)²` samples round each.
  static func mean(_ plane: Plane, radius: Int) -> Plane {
    meanDownColumns(meanAlongRows(plane, radius), radius)
  }

  private static func meanAlongRows(_ plane: Plane, _ radius: Int) -> Plane {
    Plane(width: plane.width, height: plane.height) { out in
      plane.withRows { input in
        Parallel.bands(input.height) { rows in
          // A running sum waits for itself: four rows go side by side.
          for y in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
            let lines = pointwiseMin(SIMD4(0, 1, 2, 3) &+ y, SIMD4(repeating: rows.upperBound - 1))
            slideAlong(lines, of: input, into: out.base, radius: radius)
          }
        }
      }
    }
  }

  /// The means of four rows, from running sums; a row may be given twice.
  private static func slideAlong(
    _ lines: SIMD4<Int>, of input: Rows, into out: UnsafeMutablePointer<Float>, radius: Int
  ) {
    let width = input.width
    let (first, second, third, fourth) = (input[lines[0]], input[lines[1]], input[lines[2]], input[lines[3]])
    func samples(_ x: Int) -> SIMD4<Float> { SIMD4(first[x], second[x], third[x], fourth[x]) }
    let starts = lines &* width
    var sum = SIMD4<Float>.zero
    var count = min(radius, width)
    for x in 0..<count { sum += samples(x) }
    for x in 0..<width {
      if x &+ radius < width {
        sum += samples(x &+ radius)
        count &+= 1
      }
      if x &- radius &- 1 >= 0 {
        sum -= samples(x &- radius &- 1)
        count &-= 1
      }
      let mean = sum / Float(count)
      for line in 0..<4 { out[starts[line] &+ x] = mean[line] }
    }
  }

  private static func meanDownColumns(_ plane: Plane, _ radius: Int) -> Plane {
    let (width, height) = (plane.width, plane.height)
    // Bands of a fixed height: a running sum that started elsewhere would round otherwise.
    let step = 64
    return Plane(width: width, height: height) { out in
      plane.withRows { input in
        Parallel.bands((height + step - 1) / step, minimumRows: 1) { bands in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { memory in
            guard let sums = memory.baseAddress else { return }
            for band in bands {
              slideDown(input, band * step..<min(band * step + step, height), radius, sums: sums, into: out.base)
            }
          }
        }
      }
    }
  }

  /// The means of some rows of columns, from running sums of `width` columns in `sums`.
  private static func slideDown(
    _ input: Rows, _ rows: Range<Int>, _ radius: Int, sums: UnsafeMutablePointer<Float>,
    into out: UnsafeMutablePointer<Float>
  ) {
    let (width, height) = (input.width, input.height)
    for x in 0..<width { sums[x] = 0 }
    for y in max(0, rows.lowerBound - radius)..<min(height, rows.lowerBound + radius) {
      let row = input[y]
      for x in 0..<width { sums[x] += row[x] }
    }
    for y in rows {
      if y + radius < height {
        let row = input[y &+ radius]
        for x in 0..<width { sums[x] += row[x] }
      }
      if y - radius - 1 >= 0, y > rows.lowerBound {
        let row = input[y &- radius &- 1]
        for x in 0..<width { sums[x] -= row[x] }
      }
      let count = min(height - 1, y + radius) - max(0, y - radius) + 1
      let result = out + y &* width
      let scale = 1 / Float(count)
      for x in 0..<width { result[x] = sums[x] * scale }
    }
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
