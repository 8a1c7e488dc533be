import Raster

/// The distance of every pixel from a shape, in pixels: the exact Euclidean transform by lower envelopes of parabolas
/// (Felzenszwalb & Huttenlocher, Theory of Computing 8, 2012).
enum DistanceField {
  /// - Parameter cover: a pixel is of the shape from 0.5 on.
  static func distance(to cover: Plane) -> Plane {
    let (width, height) = (cover.width, cover.height)
    let far = Float(width + height)
    var squares = cover.map { $0 >= 0.5 ? 0 : far * far }
    squares.samples.withUnsafeMutableBufferPointer { buffer in
      let shared = SharedRows(buffer)
      Parallel.bands(width) { band in
        var line = Line(count: height)
        for x in band { line.transform(shared.base + x, stride: width) }
      }
      Parallel.bands(height) { band in
        var line = Line(count: width)
        for y in band { line.transform(shared.base + y * width, stride: 1) }
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// Room for one row or column.
  private struct Line {
    let count: Int
    private var values: [Float]
    private var vertices: [Int]
    private var borders: [Float]

    init(count: Int) {
      self.count = count
      values = Array(repeating: 0, count: count)
      vertices = Array(repeating: 0, count: count)
      borders = Array(repeating: 0, count: count + 1)
    }

    mutating func transform(_ samples: UnsafeMutablePointer<Float>, stride: Int) {
      for i in 0..<count { values[i] = samples[i * stride] }
      var last = 0
      (vertices[0], borders[0], borders[1]) = (0, -.infinity, .infinity)
      for q in 1..<max(1, count) {
        var crossing = self.crossing(q, vertices[last])
        while last > 0 && crossing <= borders[last] {
          last -= 1
          crossing = self.crossing(q, vertices[last])
        }
        last += 1
        (vertices[last], borders[last], borders[last + 1]) = (q, crossing, .infinity)
      }
      var k = 0
      for q in 0..<count {
        while borders[k + 1] < Float(q) { k += 1 }
        let d = Float(q - vertices[k])
        samples[q * stride] = d * d + values[vertices[k]]
      }
    }

    /// Where the parabolas over two places cross.
    private func crossing(_ q: Int, _ v: Int) -> Float {
      (values[q] - values[v] + Float(q * q - v * v)) / Float(2 * (q - v))
    }
  }
}
