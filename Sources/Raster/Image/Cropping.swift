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
    RasterImage.patches(columns: columns, rows: rows, channels: 1) {
      RasterImage(planes: [cropped(columns: $0, rows: $1)])
    }.planes[0]
  }
}

extension RasterImage {
  /// The rectangle of the given columns and rows.
  ///
  /// - Precondition: it lies in the picture and has at least one pixel.
  public func cropped(columns: Range<Int>, rows: Range<Int>) -> RasterImage {
    RasterImage(planes: planes.map { $0.cropped(columns: columns, rows: rows) })
  }

  /// Rectangles laid side by side: for each range of columns one in each range of rows.
  ///
  /// - Parameter part: gives the rectangle of some columns and rows.
  static func patches(
    columns: [Range<Int>], rows: [Range<Int>], channels: Int, _ part: (Range<Int>, Range<Int>) -> RasterImage
  ) -> RasterImage {
    let width = columns.reduce(0) { $0 + $1.count }
    return filled(width: width, height: rows.reduce(0) { $0 + $1.count }, channels: channels) { out in
      var top = 0
      for range in rows {
        var left = 0
        for across in columns {
          for (index, plane) in part(across, range).planes.enumerated() {
            plane.withRows { source in
              for y in 0..<range.count {
                (out[index].base + (top + y) * width + left).update(from: source[y], count: across.count)
              }
            }
          }
          left += across.count
        }
        top += range.count
      }
    }
  }
}
