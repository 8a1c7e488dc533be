import CKernels
import Foundation
import Raster

/// PSNR-HVS-M: PSNR of 8×8 block spectra, weighted by the eye's sensitivity, less what the block itself masks.
///
/// Ponomarenko, Silvestri, Egiazarian, Carli, Astola & Lukin 2007, "On between-coefficient contrast masking of DCT basis
/// functions".
package enum PSNRHVSM {
  /// PSNR-HVS-M of luma in dB; infinite where nothing differs visibly.
  ///
  /// Luma is BT.601 in studio range, rounded to 8-bit levels. Columns and rows beyond a multiple of 8 do not count; nil for
  /// pictures with a side under 8 pixels.
  ///
  /// - Precondition: the same width and height.
  package static func luma(_ reference: RasterImage, _ distorted: RasterImage) -> Double? {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let (across, down) = (reference.width / 8, reference.height / 8)
    guard across > 0 && down > 0 else { return nil }
    let width = reference.width
    let sum = reference.withRGBRows { ra, ga, ba in
      distorted.withRGBRows { rb, gb, bb in
        figures(rows: down) { row -> Double in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 16 * width) { scratch in
            var sum = 0.0
            guard let a = scratch.baseAddress else { return sum }
            let b = a + 8 * width
            ck_studio_luma(ra[8 * row], ga[8 * row], ba[8 * row], a, 8 * width)
            ck_studio_luma(rb[8 * row], gb[8 * row], bb[8 * row], b, 8 * width)
            ck_hvsm_sum(a, b, width, across, &sum)
            return sum
          }
        }.reduce(0, +)
      }
    }
    return 10 * log10(255 * 255 / (sum / Double(64 * across * down)))
  }
}
