import CKernels
import Raster

/// CIEDE2000 colour difference (CIE 142-2001; Sharma, Wu & Dalal 2005), kL = kC = kH = 1; about 1 is just noticeable.
package enum CIEDE2000 {
  /// The differences of corresponding pixels of two sRGB-encoded pictures, by way of L*a*b* (D65, 2°).
  ///
  /// - Precondition: the same width and height.
  package static func difference(_ reference: RasterImage, _ distorted: RasterImage) -> ErrorDistribution {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let histograms = Tile.map(width: reference.width, height: reference.height) { tile in
      let (a, b) = (reference.cropped(to: tile).lab, distorted.cropped(to: tile).lab)
      var differences = Plane(width: a.width, height: a.height)
      differences.update { out, count in
        a.withRGBRows { l1, a1, b1 in
          b.withRGBRows { l2, a2, b2 in
            ck_ciede2000([l1.base, a1.base, b1.base], [l2.base, a2.base, b2.base], out, count)
          }
        }
      }
      return differences.samples.withUnsafeBufferPointer { ErrorHistogram($0) }
    }
    return ErrorHistogram.distribution(histograms)
  }
}
