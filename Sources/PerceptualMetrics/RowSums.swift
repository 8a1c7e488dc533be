import Raster

/// A figure for each row of three planes, put together in the order of rows, so that it does not depend on threads.
func overRows(
  _ a: PackedImage, _ b: PackedImage, combine: (Double, Double) -> Double = (+),
  figure: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Double
) -> Double {
  precondition(a.hasSameSize(as: b), "pictures must have the same size")
  return figuresOfPairs(a, b) { a, b, count in
    [figure(a.0, b.0, count), figure(a.1, b.1, count), figure(a.2, b.2, count)]
  }.joined().reduce(0, combine)
}

/// What `body` makes of each row of a pair of pictures, red, green and blue of both, in the order of rows.
func figuresOfPairs<Figure: Sendable>(
  _ a: PackedImage, _ b: PackedImage, _ body: @Sendable (PackedRows.Target, PackedRows.Target, Int) -> Figure
) -> [Figure] {
  a.withRows { rowsA in
    b.withRows { rowsB in
      let width = a.width
      return figures(rows: a.height) { y in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 6 * width) { scratch in
          // A picture has at least one pixel.
          let base = scratch.baseAddress!
          let first = (base, base + width, base + 2 * width)
          let second = (base + 3 * width, base + 4 * width, base + 5 * width)
          rowsA.read(y, into: first)
          rowsB.read(y, into: second)
          return body(first, second, width)
        }
      }
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
