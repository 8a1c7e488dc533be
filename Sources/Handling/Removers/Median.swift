import CKernels
import Raster

extension RasterImage {
  /// The median of every 3×3 samples, channel by channel; beyond the border the outermost sample is repeated.
  package func median3() -> RasterImage {
    RasterImage(planes: planes.map { $0.median3() })
  }
}

extension Plane {
  fileprivate func median3() -> Plane {
    let (width, height) = (width, height)
    return Plane(width: width, height: height) { out in
      withRows { input in
        Parallel.bands(height) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * (width + 2)) { memory in
            guard let base = memory.baseAddress else { return }
            let rows = (0..<3).map { base + $0 * (width + 2) }
            for y in band {
              for (row, source) in zip(rows, [max(0, y - 1), y, min(height - 1, y + 1)]) {
                (row + 1).update(from: input[source], count: width)
                (row[0], row[width + 1]) = (input[source][0], input[source][width - 1])
              }
              ck_median9(rows.map { UnsafePointer($0) }, out.base + y * width, width)
            }
          }
        }
      }
    }
  }
}
