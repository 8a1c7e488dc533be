import CKernels
import Foundation
import Raster

/// Structural similarity of luma; 1 is identical.
package enum SSIM {
  /// SSIM (Wang, Bovik, Sheikh & Simoncelli 2004): an 11×11 Gaussian window of σ 1.5, K 0.01 and 0.03, population
  /// variances, mean over the pixels whose window lies inside the picture.
  ///
  /// Luma is `0.299 R + 0.587 G + 0.114 B` of encoded samples. Pictures with a side under 11 pixels have no such window:
  /// nil.
  ///
  /// - Precondition: the same width and height.
  package static func luma(_ reference: some PictureSource, _ distorted: some PictureSource) -> Double? {
    Means(.picture(reference.packed), .picture(distorted.packed))?.full
  }

  /// MS-SSIM (Wang, Simoncelli & Bovik 2003): SSIM's contrast and structure at five scales and its luminance at the last,
  /// multiplied with the published exponents; negative means count as 0.
  ///
  /// Scales are means of 2×2 pixels; where a side is odd, the first row and column are repeated, as `piq` does. nil for
  /// pictures with a side under 161 pixels, whose last scale is smaller than the window.
  ///
  /// - Precondition: the same width and height.
  package static func multiScaleLuma(_ reference: some PictureSource, _ distorted: some PictureSource) -> Double? {
    let exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    var (a, b) = (LumaScale.picture(reference.packed), LumaScale.picture(distorted.packed))
    var product = 1.0
    for (scale, exponent) in exponents.enumerated() {
      if scale > 0 { (a, b) = (.plane(a.halved), .plane(b.halved)) }
      guard let means = Means(a, b) else { return nil }
      product *= pow(max(0, scale < exponents.count - 1 ? means.structure : means.full), exponent)
    }
    return product
  }

  /// SSIM and its contrast-structure term, averaged over a pair of planes in levels of 255.
  private struct Means {
    static let window = FIRFilter.gaussian(sigma: 1.5, radius: 5)
    var full: Double
    var structure: Double

    init?(_ a: LumaScale, _ b: LumaScale) {
      precondition(a.width == b.width && a.height == b.height, "pictures must have the same size")
      let radius = Self.window.radius
      let (width, height) = (a.width - 2 * radius, a.height - 2 * radius)
      guard width > 0 && height > 0 else { return nil }
      var sums = [Double](repeating: 0, count: 2 * height)
      sums.withUnsafeMutableBufferPointer { buffer in
        let out = SharedRows(buffer)
        for strip in LumaScale.strips(height) {
          let source = strip.lowerBound..<strip.upperBound + 2 * radius
          withRows(a.luma(source), b.luma(source)) { rowsA, rowsB in
            Parallel.bands(strip.count) { Self.sum(rowsA, rowsB, $0, into: out.base + 2 * strip.lowerBound) }
          }
        }
      }
      let pixels = Double(width * height)
      full = stride(from: 0, to: 2 * height, by: 2).reduce(0) { $0 + sums[$1] } / pixels
      structure = stride(from: 1, to: 2 * height, by: 2).reduce(0) { $0 + sums[$1] } / pixels
    }

    /// Two sums a row of windows: of SSIM and of its contrast-structure term.
    private static func sum(_ a: Rows, _ b: Rows, _ band: Range<Int>, into sums: UnsafeMutablePointer<Double>) {
      let (radius, taps) = (window.radius, window.weights.count)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: LocalMoments.capacity(window)) { scratch in
        guard let base = scratch.baseAddress else { return }
        var moments = LocalMoments(window, width: a.width, scratch: base)
        for y in band {
          moments.rowsA = (0..<taps).map { a[y + $0] }
          moments.rowsB = (0..<taps).map { b[y + $0] }
          for columns in moments.stretches(radius..<a.width - radius) {
            moments.blurAll(columns)
            ck_ssim_sums(
              moments.meanA, moments.meanB, moments.squares, moments.product, 0.0001 * 255 * 255,
              0.0009 * 255 * 255, columns.count, sums + 2 * y)
          }
        }
      }
    }
  }
}

/// A scale of a picture of which luma in levels of 255 is wanted, some rows at a time, so that the first scale needs no plane
/// of its own.
private enum LumaScale: Sendable {
  case picture(PackedImage)
  case plane(Plane)

  var width: Int {
    switch self {
    case .picture(let picture): picture.width
    case .plane(let plane): plane.width
    }
  }

  var height: Int {
    switch self {
    case .picture(let picture): picture.height
    case .plane(let plane): plane.height
    }
  }

  /// Rows that are worked on at a time.
  static func strips(_ height: Int) -> [Range<Int>] {
    stride(from: 0, to: height, by: 128).map { $0..<min(height, $0 + 128) }
  }

  func luma(_ rows: Range<Int>) -> Plane {
    switch self {
    case .picture(let picture): picture.luma(scale: 255, rows: rows)
    case .plane(let plane): rows == 0..<plane.height ? plane : plane.cropped(to: Tile(columns: 0..<width, rows: rows))
    }
  }

  /// Means of 2×2 samples; where a side is odd, the first row and column are repeated first.
  var halved: Plane {
    let pad = width % 2 | height % 2
    let (outWidth, outHeight) = ((width + pad) / 2, (height + pad) / 2)
    return Plane(width: outWidth, height: outHeight) { out in
      for strip in Self.strips(outHeight) {
        let first = max(0, 2 * strip.lowerBound - pad)
        luma(first..<2 * strip.upperBound - pad).withRows { rows in
          Parallel.bands(strip.count) { band in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (rows.width + 1)) { scratch in
              guard let top = scratch.baseAddress else { return }
              let bottom = top + rows.width + 1
              for y in band.lowerBound + strip.lowerBound..<band.upperBound + strip.lowerBound {
                for (copy, source) in [(top, max(0, 2 * y - pad)), (bottom, 2 * y + 1 - pad)] {
                  copy[0] = rows[source - first][0]
                  (copy + pad).update(from: rows[source - first], count: rows.width)
                }
                ck_halve(top, bottom, out.base + y * outWidth, 2 * outWidth)
              }
            }
          }
        }
      }
    }
  }
}
