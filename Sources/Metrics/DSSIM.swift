import CKernels
import Foundation
import Raster

/// DSSIM: dissimilarity of structure in L*a*b* at five scales, pooled by mean absolute deviation; 0 is identical.
///
/// After what the author of the tool `dssim` (Kornel Lesiński) has published about version 3: halving in linear light,
/// L*a*b* with blurred chroma, one SSIM over all three channels, mean absolute deviation from a powered mean as pooling,
/// and the weights of the scales. What is not published (window, scale and blur of chroma, contrast constant) was fitted
/// to the tool's values for six pairs of pictures, which it meets within 2 %; on other pictures it may be further off.
public enum DSSIM {
  /// The dissimilarity of two sRGB-encoded pictures.
  ///
  /// - Precondition: the same width and height.
  public static func dissimilarity(_ reference: RasterImage, _ distorted: RasterImage) -> Double {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let weights = [0.028, 0.197, 0.322, 0.298, 0.155]
    var (a, b) = (reference.rgb.linearFromSRGB, distorted.rgb.linearFromSRGB)
    var (similarity, total) = (0.0, 0.0)
    for (scale, weight) in weights.enumerated() {
      if scale > 0 {
        guard min(a.width, a.height) >= 16 else { break }
        (a, b) = (a.halvedRepeatingLast, b.halvedRepeatingLast)
      }
      similarity += weight * pooled(map(a, b), exponent: pow(0.5, Double(scale)))
      total += weight
    }
    return max(0, total / similarity - 1)
  }

  private static let window = FIRFilter.gaussian(sigma: 1.0758, radius: 3)
  private static let chromaBlur = FIRFilter.gaussian(sigma: 0.8729, radius: 3)

  /// One less the mean absolute deviation of the similarity from its powered mean.
  private static func pooled(_ map: Plane, exponent: Double) -> Double {
    let count = Double(map.width * map.height)
    return map.withRows { rows in
      let mean = figures(rows: rows.height) { ck_sum(rows[$0], rows.width) }.reduce(0, +) / count
      let centre = Float(pow(max(0, mean), exponent))
      return 1 - figures(rows: rows.height) { ck_sum_deviation(rows[$0], centre, rows.width) }.reduce(0, +) / count
    }
  }

  /// The similarity about each pixel of two pictures in linear light.
  private static func map(_ a: RasterImage, _ b: RasterImage) -> Plane {
    let (width, height) = (a.width, a.height)
    return Plane(width: width, height: height) { out in
      Tile.map(width: width, height: height) { tile in
        let whole = tile.grown(by: window.radius + chromaBlur.radius, width: width, height: height)
        let part = similarity(lab(a.cropped(to: whole)), lab(b.cropped(to: whole))).cropped(to: tile.within(whole))
        part.withRows { rows in
          let first = out.base + tile.rows.lowerBound * width + tile.columns.lowerBound
          for y in 0..<rows.height { (first + y * width).update(from: rows[y], count: rows.width) }
        }
      }
    }
  }

  /// L*a*b* scaled to about 0…1, chroma blurred.
  private static func lab(_ linear: RasterImage) -> RasterImage {
    var lab = RasterImage.threePlanes(width: linear.width, height: linear.height) { l, a, b in
      linear.withRGBRows { red, green, blue in
        ck_linear_to_lab(red.base, green.base, blue.base, l.base, a.base, b.base, red.width * red.height)
      }
    }
    lab.planes[0].update { ck_scale($0, 0.01, $1) }
    for channel in 1...2 {
      lab.planes[channel].update { ck_scale_and_shift($0, 0.003709, 0.2817, $1) }
      lab.planes[channel] = lab.planes[channel].filtered(chromaBlur, border: .clamp)
    }
    return lab
  }

  /// SSIM of all three channels together.
  private static func similarity(_ a: RasterImage, _ b: RasterImage) -> Plane {
    let (width, height) = (a.width, a.height)
    var squares = Plane(width: width, height: height)
    let product = Plane(width: width, height: height) { product in
      a.withRGBRows { l1, a1, b1 in
        b.withRGBRows { l2, a2, b2 in
          squares.update { squares, count in
            ck_joint_moments([l1.base, a1.base, b1.base], [l2.base, a2.base, b2.base], squares, product.base, count)
          }
        }
      }
    }.filtered(window, border: .clamp)
    squares = squares.filtered(window, border: .clamp)
    let meanA = RasterImage(planes: a.planes.map { $0.filtered(window, border: .clamp) })
    let meanB = RasterImage(planes: b.planes.map { $0.filtered(window, border: .clamp) })
    squares.update(with: product) { squares, product, count in
      meanA.withRGBRows { l1, a1, b1 in
        meanB.withRGBRows { l2, a2, b2 in
          ck_joint_similarity(
            [l1.base, a1.base, b1.base], [l2.base, a2.base, b2.base], squares, product, 0.0001, 0.00112056, squares,
            count)
        }
      }
    }
    return squares
  }
}
