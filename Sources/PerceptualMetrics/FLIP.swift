import CKernels
import Foundation
import Raster

/// FLIP for pictures of low dynamic range: the difference one sees when two pictures alternate in place.
///
/// Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström & Fairchild 2020, "ꟻLIP: A Difference Evaluator for
/// Alternating Images". 0 is identical, 1 the largest error there is.
package enum FLIP {
  /// Pixels per degree of a 0.7 m wide display of 3840 pixels seen from 0.7 m.
  package static let pixelsPerDegree = 0.7 * (3840 / 0.7) * .pi / 180

  /// The errors of corresponding pixels of two sRGB-encoded pictures.
  ///
  /// - Parameter pixelsPerDegree: how finely the picture is seen.
  /// - Precondition: the same width and height.
  package static func error(
    _ reference: RasterImage, _ distorted: RasterImage, pixelsPerDegree: Double = FLIP.pixelsPerDegree
  ) -> ErrorDistribution {
    let histograms = overTiles(reference, distorted, pixelsPerDegree) { errors, _ in
      errors.samples.withUnsafeBufferPointer { ErrorHistogram($0) }
    }
    return ErrorHistogram.distribution(histograms)
  }

  /// The error of every pixel, 0…1.
  ///
  /// - Precondition: the same width and height.
  package static func map(
    _ reference: RasterImage, _ distorted: RasterImage, pixelsPerDegree: Double = FLIP.pixelsPerDegree
  ) -> Plane {
    Plane(width: reference.width, height: reference.height) { out in
      overTiles(reference, distorted, pixelsPerDegree) { errors, tile in
        errors.copy(to: out, of: reference.width, at: tile)
      }
    }
  }

  /// What `body` makes of the errors in each tile.
  @discardableResult
  private static func overTiles<Result: Sendable>(
    _ reference: RasterImage, _ distorted: RasterImage, _ pixelsPerDegree: Double,
    _ body: @Sendable (Plane, Tile) -> Result
  ) -> [Result] {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let filters = Filters(pixelsPerDegree: pixelsPerDegree)
    let (width, height) = (reference.width, reference.height)
    return Tile.map(width: width, height: height) { tile in
      let whole = tile.grown(by: filters.radius, width: width, height: height)
      let a = Appearance(reference.cropped(to: whole), filters)
      let b = Appearance(distorted.cropped(to: whole), filters)
      return body(a.error(b).cropped(to: tile.within(whole)), tile)
    }
  }

  /// The filters for one distance from the display.
  private struct Filters: Sendable {
    /// Contrast sensitivity of the achromatic and the red-green channel.
    var achromatic: FIRFilter
    var redGreen: FIRFilter
    /// Of the blue-yellow channel: the sum of two Gaussians, with the share of each.
    var blueYellow: [(filter: FIRFilter, share: Float)]
    /// Detectors of edges and points, and the Gaussian across them.
    var gaussian: FIRFilter
    var edge: FIRFilter
    var point: FIRFilter

    /// How far the filters reach.
    var radius: Int { max(achromatic.radius, gaussian.radius) }

    init(pixelsPerDegree: Double) {
      let radius = Int((3 * (0.04 / (2 * Double.pi * Double.pi)).squareRoot() * pixelsPerDegree).rounded(.up))
      // e^(−π² d² / b) with d in degrees.
      func sensitivity(_ b: Double) -> [Double] {
        (-radius...radius).map { exp(-pow(Double.pi * Double($0) / pixelsPerDegree, 2) / b) }
      }
      func normalised(_ weights: [Double]) -> FIRFilter {
        let sum = weights.reduce(0, +)
        return FIRFilter(weights: weights.map { Float($0 / sum) })
      }
      achromatic = normalised(sensitivity(0.0047))
      redGreen = normalised(sensitivity(0.0053))
      let parts = [(34.1, 0.04), (13.5, 0.025)].map { a, b in
        (
          filter: normalised(sensitivity(b)),
          weight: a * (Double.pi / b).squareRoot() * pow(sensitivity(b).reduce(0, +), 2)
        )
      }
      let total = parts.reduce(0) { $0 + $1.weight }
      blueYellow = parts.map { ($0.filter, Float($0.weight / total)) }

      let sigma = 0.5 * 0.082 * pixelsPerDegree
      let reach = Int((3 * sigma).rounded(.up))
      let positions = (-reach...reach).map(Double.init)
      let bell = positions.map { exp(-$0 * $0 / (2 * sigma * sigma)) }
      // Positive and negative weights of the detectors, as two-dimensional kernels, sum to 1 each.
      func detector(_ weights: [Double]) -> FIRFilter {
        let positive = weights.filter { $0 > 0 }.reduce(0, +)
        let negative = -weights.filter { $0 < 0 }.reduce(0, +)
        return FIRFilter(weights: weights.map { Float($0 / ($0 > 0 ? positive : negative)) })
      }
      gaussian = normalised(bell)
      edge = detector(zip(positions, bell).map { -$0 * $1 })
      point = detector(zip(positions, bell).map { ($0 * $0 / (sigma * sigma) - 1) * $1 })
    }
  }

  /// What is seen of a picture: filtered colours, and edges and points.
  private struct Appearance {
    var lab: RasterImage
    /// Edges along x and y, then points along x and y.
    var features: [Plane]

    init(_ picture: RasterImage, _ filters: Filters) {
      let linear = picture.rgb.linearFromSRGB
      let opponents = RasterImage.threePlanes(width: picture.width, height: picture.height) { y, cx, cz in
        linear.withRGBRows { r, g, b in
          ck_flip_opponents([r.base, g.base, b.base], y.base, cx.base, cz.base, r.width * r.height)
        }
      }
      let achromatic = opponents.planes[0]
      var blueYellow = Plane(width: picture.width, height: picture.height)
      for (filter, share) in filters.blueYellow {
        let part = opponents.planes[2].filtered(filter, border: .clamp)
        blueYellow.update(with: part) { ck_add_scaled($1, share, $0, $2) }
      }
      let filtered = RasterImage(planes: [
        achromatic.filtered(filters.achromatic, border: .clamp),
        opponents.planes[1].filtered(filters.redGreen, border: .clamp), blueYellow,
      ])
      lab = RasterImage.threePlanes(width: picture.width, height: picture.height) { l, a, b in
        filtered.withRGBRows { y, cx, cz in
          ck_flip_lab([y.base, cx.base, cz.base], l.base, a.base, b.base, y.width * y.height)
        }
      }
      // Detectors see luminance in 0…1; as their weights sum to 0, only its scale matters.
      var luminance = achromatic
      luminance.update { ck_scale($0, 1 / 116, $1) }
      features = [filters.edge, filters.point].flatMap { detector in
        [
          luminance.filtered(horizontally: detector, vertically: filters.gaussian, border: .clamp),
          luminance.filtered(horizontally: filters.gaussian, vertically: detector, border: .clamp),
        ]
      }
    }

    /// The error of each pixel.
    func error(_ other: Appearance) -> Plane {
      var errors = Plane(width: lab.width, height: lab.height)
      errors.update { out, count in
        lab.withRGBRows { l1, a1, b1 in
          other.lab.withRGBRows { l2, a2, b2 in
            withFeatures { features in
              other.withFeatures { otherFeatures in
                ck_flip_error(
                  [l1.base, a1.base, b1.base], [l2.base, a2.base, b2.base], features, otherFeatures, out, count)
              }
            }
          }
        }
      }
      return errors
    }

    private func withFeatures(_ body: ([UnsafePointer<Float>?]) -> Void) {
      features[0].withRows { a in
        features[1].withRows { b in
          features[2].withRows { c in
            features[3].withRows { body([a.base, b.base, c.base, $0.base]) }
          }
        }
      }
    }
  }
}
