extension Plane {
  /// The plane with `border` rows and columns of `value` on every side.
  public func padded(by border: Int, with value: Float = 0) -> Plane {
    let stride = width + 2 * border
    return Plane(width: stride, height: height + 2 * border) { out in
      out.base.initialize(repeating: value, count: stride * (height + 2 * border))
      withRows { source in
        for y in 0..<height { (out.base + (y + border) * stride + border).update(from: source[y], count: width) }
      }
    }
  }

  /// The plane with `border` rows and columns of mirrored samples on every side; the outermost sample is not repeated.
  public func padded(byReflecting border: Int) -> Plane {
    let columns = (-border..<width + border).map { Border.reflect.index($0, count: width) ?? 0 }
    return Plane(width: width + 2 * border, height: height + 2 * border) { out in
      withRows { rows in
        Parallel.bands(height + 2 * border) { band in
          for y in band {
            let from = rows[Border.reflect.index(y - border, count: height) ?? 0]
            for x in columns.indices { out.base[y * columns.count + x] = from[columns[x]] }
          }
        }
      }
    }
  }
}
