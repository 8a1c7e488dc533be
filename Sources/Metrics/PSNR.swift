import CKernels
import Foundation
import Raster

/// Differences of samples: no model of sight, but exact and known to all.
public enum PSNR {
  /// Peak signal-to-noise ratio over all red, green and blue samples in 8-bit levels, in dB; infinite for equal pictures.
  ///
  /// - Precondition: the same width and height.
  public static func rgb(_ reference: RasterImage, _ distorted: RasterImage) -> Double {
    let sum = overRows(reference, distorted) { a, b, count in Double(ck_squared_level_difference(a, b, count)) }
    return decibels(sum / Double(3 * reference.width * reference.height))
  }

  /// PSNR of luma, `0.299 R + 0.587 G + 0.114 B` of 8-bit levels without rounding, in dB; infinite for equal lumas.
  ///
  /// - Precondition: the same width and height.
  public static func luma(_ reference: RasterImage, _ distorted: RasterImage) -> Double {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let sum = reference.withRGBRows { ra, ga, ba in
      distorted.withRGBRows { rb, gb, bb in
        figures(rows: ra.height) { y in
          ck_squared_luma_difference([ra[y], ga[y], ba[y]], [rb[y], gb[y], bb[y]], ra.width)
        }.reduce(0, +)
      }
    }
    return decibels(sum / Double(reference.width * reference.height))
  }

  private static func decibels(_ meanSquare: Double) -> Double { 10 * log10(255 * 255 / meanSquare) }
}

/// The largest difference of any sample.
public enum LargestDifference {
  /// L∞ over all red, green and blue samples, in levels of 255.
  ///
  /// - Precondition: the same width and height.
  public static func levels(_ reference: RasterImage, _ distorted: RasterImage) -> Int {
    Int(overRows(reference, distorted, combine: max) { Double(ck_largest_level_difference($0, $1, $2)) })
  }
}
