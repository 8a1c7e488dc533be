import CKernels
import Foundation
import Raster

/// Gradient magnitude similarity deviation (Xue, Zhang, Mou & Bovik 2014); 0 is identical.
package enum GMSD {
  /// GMSD of luma at half size, sRGB-encoded.
  ///
  /// Luma is `0.299 R + 0.587 G + 0.114 B`; zeros stand beyond the picture, as in `piq`.
  ///
  /// - Precondition: the same width and height.
  package static func luma(_ reference: RasterImage, _ distorted: RasterImage) -> Double {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let (a, b) = (reference.luma().halvedWithZeros, distorted.luma().halvedWithZeros)
    let sums = a.withRows { a in
      b.withRows { b in
        figures(rows: a.height - 2) { y in
          var sums = [0.0, 0.0]
          ck_gms_sums([a[y], a[y + 1], a[y + 2]], [b[y], b[y + 1], b[y + 2]], 170 / (255 * 255), a.width - 2, &sums)
          return sums
        }
      }
    }
    let count = Double((a.width - 2) * (a.height - 2))
    let mean = sums.reduce(0) { $0 + $1[0] } / count
    let meanSquare = sums.reduce(0) { $0 + $1[1] } / count
    return max(0, meanSquare - mean * mean).squareRoot()
  }
}

extension Plane {
  /// Means of 2×2 samples with a border of one zero; where a side is odd, a row and a column of zeros are added first.
  fileprivate var halvedWithZeros: Plane {
    let pad = width % 2 | height % 2
    let (halfWidth, halfHeight) = ((width + pad) / 2, (height + pad) / 2)
    let stride = halfWidth + 2
    var halved = Plane(width: stride, height: halfHeight + 2)
    halved.update { samples, _ in
      let out = SharedRows(samples)
      withRows { rows in
        Parallel.bands(halfHeight) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (rows.width + 1)) { scratch in
            guard let top = scratch.baseAddress else { return }
            let bottom = top + rows.width + 1
            scratch.initialize(repeating: 0)
            for y in band {
              top.update(from: rows[2 * y], count: rows.width)
              if 2 * y + 1 < rows.height {
                bottom.update(from: rows[2 * y + 1], count: rows.width)
              } else {
                bottom.update(repeating: 0, count: rows.width)
              }
              ck_halve(top, bottom, out.base + (y + 1) * stride + 1, 2 * halfWidth)
            }
          }
        }
      }
    }
    return halved
  }
}
