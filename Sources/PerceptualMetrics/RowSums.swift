import Raster

/// A figure for each row of three planes, put together in the order of rows, so that it does not depend on threads.
func overRows(
  _ a: RasterImage, _ b: RasterImage, combine: (Double, Double) -> Double = (+),
  figure: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Double
) -> Double {
  precondition(a.hasSameSize(as: b), "pictures must have the same size")
  return a.withRGBRows { ra, ga, ba in
    b.withRGBRows { rb, gb, bb in
      let pairs = [(ra, rb), (ga, gb), (ba, bb)]
      return figures(rows: ra.height) { y in
        pairs.map { figure($0.0[y], $0.1[y], ra.width) }
      }.joined().reduce(0, combine)
    }
  }
}

/// What `body` makes of each row, computed row-parallel, in the order of rows.
func figures<Figure: Sendable>(rows: Int, _ body: @Sendable (Int) -> Figure) -> [Figure] {
  [Figure](unsafeUninitializedCapacity: rows) { buffer, count in
    if let base = buffer.baseAddress {
      let out = SharedRows(base)
      Parallel.bands(rows) { band in
        for y in band { (out.base + y).initialize(to: body(y)) }
      }
    }
    count = rows
  }
}

extension RasterImage {
  /// Whether `other` has the same width and height, whatever its channels.
  func hasSameSize(as other: RasterImage) -> Bool { planes[0].hasSameSize(as: other.planes[0]) }
}
