import Raster

extension RasterImage {
  /// The picture with a multiple of a change, as a file of 8 bits has it.
  func marked(with change: RasterImage, _ strength: Float) -> RasterImage {
    // Adding and taking 1.5 · 2²³ away rounds to whole numbers, ties to even.
    let whole: Float = 12_582_912
    return RasterImage(
      planes: zip(planes, change.planes).map { plane, change in
        plane.withRows { rows in
          change.withRows { change in
            // Not `combined(with:)`, which calls its closure for every sample.
            Plane(width: rows.width, height: rows.height) { out in
              Parallel.bands(rows.height) { band in
                for i in band.lowerBound * rows.width..<band.upperBound * rows.width {
                  let level = max(0, min(1, rows.base[i] + strength * change.base[i])) * 255
                  out.base[i] = ((level + whole) - whole) / 255
                }
              }
            }
          }
        }
      })
  }
}
