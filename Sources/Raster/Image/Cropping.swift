extension Plane {
  /// The rectangle of the given columns and rows.
  ///
  /// - Precondition: it lies in the plane and has at least one pixel.
  public func cropped(columns: Range<Int>, rows: Range<Int>) -> Plane {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "the columns must lie in the plane")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= height, "the rows must lie in the plane")
    return Plane(width: columns.count, height: rows.count) { out in
      withRows { source in
        for (row, y) in rows.enumerated() {
          (out.base + row * columns.count).update(from: source[y] + columns.lowerBound, count: columns.count)
        }
      }
    }
  }

  /// Patches of the plane as one plane, side by side: for each range of columns one in each range of rows.
  ///
  /// Large pictures are judged on a sample of patches where the whole takes too long.
  ///
  /// - Precondition: the ranges lie in the plane.
  /// - Complexity: O(samples of the patches).
  public func samplePatches(columns: [Range<Int>], rows: [Range<Int>]) -> Plane {
    let width = columns.reduce(0) { $0 + $1.count }
    let height = rows.reduce(0) { $0 + $1.count }
    var patches = ContiguousArray<Float>()
    patches.reserveCapacity(width * height)
    for y in rows.joined() {
      for range in columns {
        patches += samples[y * self.width + range.lowerBound..<y * self.width + range.upperBound]
      }
    }
    return Plane(width: width, height: height, samples: patches)
  }
}

extension RasterImage {
  /// The rectangle of the given columns and rows.
  ///
  /// - Precondition: it lies in the picture and has at least one pixel.
  public func cropped(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    RasterImage(planes: planes.map { $0.cropped(columns: columns, rows: rows) })
  }
}
