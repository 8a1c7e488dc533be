import CKernels
import Foundation
import Raster

/// Peak signal-to-noise ratio: the mean square difference of samples in decibels, without a model of sight.
package enum PSNR {
  /// Peak signal-to-noise ratio over all red, green and blue samples in 8-bit levels, in dB; infinite for equal pictures.
  ///
  /// - Precondition: the same width and height.
  package static func rgb(_ source: some PictureSource, _ other: some PictureSource) -> Double {
    let (reference, distorted) = (source.packed, other.packed)
    let sum = overRows(reference, distorted) { a, b, count in Double(ck_squared_level_difference(a, b, count)) }
    return decibels(sum / Double(3 * reference.width * reference.height))
  }

  /// PSNR of luma, `0.299 R + 0.587 G + 0.114 B` of 8-bit levels without rounding, in dB; infinite for equal lumas.
  ///
  /// - Precondition: the same width and height.
  package static func luma(_ source: some PictureSource, _ other: some PictureSource) -> Double {
    let (reference, distorted) = (source.packed, other.packed)
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let sum = figuresOfPairs(reference, distorted) { a, b, count in
      func rows(_ row: PackedRows.Target) -> [UnsafePointer<Float>?] { [.init(row.0), .init(row.1), .init(row.2)] }
      return ck_squared_luma_difference(rows(a), rows(b), count)
    }.reduce(0.0) { $0 + $1 }
    return decibels(sum / Double(reference.width * reference.height))
  }

  /// The same over samples as they are, not rounded to 8-bit levels: for pictures of 16 bits.
  ///
  /// - Precondition: the same width and height.
  package static func fineRGB(_ source: some PictureSource, _ other: some PictureSource) -> Double {
    let (reference, distorted) = (source.packed, other.packed)
    let sum = overRows(reference, distorted) { a, b, count in
      (0..<count).reduce(0.0) { sum, x in
        let difference = (Double(a[x]) - Double(b[x])) * 255
        return sum + difference * difference
      }
    }
    return decibels(sum / Double(3 * reference.width * reference.height))
  }

  /// PSNR of luma of samples as they are, not rounded to 8-bit levels.
  ///
  /// - Precondition: the same width and height.
  package static func fineLuma(_ reference: RasterImage, _ distorted: RasterImage) -> Double {
    fineRGB(RasterImage(planes: [reference.luma()]), RasterImage(planes: [distorted.luma()]))
  }

  private static func decibels(_ meanSquare: Double) -> Double { 10 * log10(255 * 255 / meanSquare) }
}

/// The largest difference of any sample.
package enum LargestDifference {
  /// L∞ over all red, green and blue samples, in levels of 255.
  ///
  /// - Precondition: the same width and height.
  package static func levels(_ reference: some PictureSource, _ distorted: some PictureSource) -> Int {
    Int(overRows(reference.packed, distorted.packed, combine: max) { Double(ck_largest_level_difference($0, $1, $2)) })
  }

  /// L∞ in levels of 255, of samples as they are: for pictures of 16 bits.
  package static func fineLevels(_ reference: some PictureSource, _ distorted: some PictureSource) -> Double {
    255
      * overRows(reference.packed, distorted.packed, combine: max) { a, b, count in
        (0..<count).reduce(0.0) { max($0, abs(Double(a[$1]) - Double(b[$1]))) }
      }
  }
}
