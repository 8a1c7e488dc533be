extension Plane {
  /// Rectangles of the plane side by side: in each of the ranges of columns there is one in each of the ranges of rows.
  ///
  /// - Precondition: the ranges lie in the plane.
  /// - Complexity: O(samples of the mosaic).
  public func mosaic(columns: [Range<Int>], rows: [Range<Int>]) -> Plane {
    let width = columns.reduce(0) { $0 + $1.count }
    let height = rows.reduce(0) { $0 + $1.count }
    var mosaic = ContiguousArray<Float>()
    mosaic.reserveCapacity(width * height)
    for y in rows.joined() {
      for range in columns {
        mosaic += samples[y * self.width + range.lowerBound..<y * self.width + range.upperBound]
      }
    }
    return Plane(width: width, height: height, samples: mosaic)
  }
}
