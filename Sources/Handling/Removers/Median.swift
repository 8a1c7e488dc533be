import CKernels
import Raster

extension RasterImage {
  /// The median of every 3×3 samples, channel by channel; beyond the border the outermost sample is repeated.
  public func median3() -> RasterImage {
    RasterImage(planes: planes.map { $0.median3() })
  }
}

extension Plane {
  fileprivate func median3() -> Plane {
    let (width, height) = (width, height)
    return Plane(width: width, height: height) { out in
      withRows { input in
        Parallel.bands(height) { band in
          var padded = [[Float]](repeating: [Float](repeating: 0, count: width + 2), count: 3)
          for y in band {
            for (index, row) in [max(0, y - 1), y, min(height - 1, y + 1)].enumerated() {
              padded[index].withUnsafeMutableBufferPointer { target in
                guard let base = target.baseAddress else { return }
                (base + 1).update(from: input[row], count: width)
                base[0] = input[row][0]
                base[width + 1] = input[row][width - 1]
              }
            }
            padded[0].withUnsafeBufferPointer { above in
              padded[1].withUnsafeBufferPointer { at in
                padded[2].withUnsafeBufferPointer { below in
                  ck_median9([above.baseAddress, at.baseAddress, below.baseAddress], out.base + y * width, width)
                }
              }
            }
          }
        }
      }
    }
  }
}
