import CKernels
import Foundation
import Raster

/// The derivative of SSIMULACRA 2's weighted error by the samples of a picture, for those who search for changes that it sees little.
///
/// The error is what ``SSIMULACRA2`` makes a score of, before the curve that brings it to people's scale, so both have the same
/// direction. It is followed backwards through every step of the definition: norms, maps of errors, local moments, XYB and the scales of
/// the pyramid. The blur is symmetric and has zeros around it, so that it is its own derivative.
package struct SSIMULACRA2Slope: Sendable {
  /// What is known of the reference at one scale: one plane a channel of XYB, blurred, and of its squares, blurred.
  private struct Level {
    let xyb: RasterImage
    let means: RasterImage
    let squares: RasterImage
  }

  private let levels: [Level]
  private let (width, height): (Int, Int)

  /// - Parameter reference: three sRGB-encoded planes 0…1.
  /// - Returns: `nil` for pictures under 8 pixels a side, which have no scale of their own.
  package init?(reference: RasterImage) {
    (width, height) = (reference.width, reference.height)
    guard min(width, height) >= 8 else { return nil }
    levels = Self.pyramid(of: reference).map { level in
      Level(
        xyb: level.xyb, means: Self.blurred(level.xyb), squares: Self.blurred(level.xyb.map { $0 * $0 }))
    }
  }

  /// The direction in which the error rises: its derivative by each sample, of the picture's size.
  ///
  /// - Parameter picture: three sRGB-encoded planes, about 0…1.
  /// - Precondition: the size of the reference.
  package func callAsFunction(at picture: RasterImage) -> RasterImage {
    precondition(picture.width == width && picture.height == height, "pictures must have the same size")
    let pyramid = Self.pyramid(of: picture)
    func slopes(from scale: Int) -> RasterImage {
      let slope = pyramid[scale].linear.backFromXYB(slope(at: scale, of: pyramid[scale].xyb))
      return scale + 1 < levels.count ? slope.adding(halves: slopes(from: scale + 1)) : slope
    }
    return slopes(from: 0).backFromLinear(pyramid[0].linear, to: picture)
  }

  private static func pyramid(of picture: RasterImage) -> [(linear: RasterImage, xyb: RasterImage)] {
    var linear = picture.linearFromSRGB
    return (0..<SSIMULACRA2.scales(width: picture.width, height: picture.height)).map { scale in
      if scale > 0 { linear = linear.halved(.repeated) }
      return (linear, linear.xyb)
    }
  }

  private static func blurred(_ picture: RasterImage) -> RasterImage {
    RasterImage(planes: picture.planes.map { $0.filtered(SSIMULACRA2Weights.blur, border: .zero) })
  }

  /// The derivative of the errors of one scale by its samples in XYB.
  private func slope(at scale: Int, of picture: RasterImage) -> RasterImage {
    let level = levels[scale]
    let terms = SSIMULACRA2Weights.terms(scale: scale, of: levels.count)
    return RasterImage(
      planes: (0..<3).map { channel in
        let (a, b) = (level.xyb.planes[channel], picture.planes[channel])
        guard terms[channel].structure || terms[channel].edges else { return Plane(width: a.width, height: a.height) }
        let moments = Moments(level.means.planes[channel], level.squares.planes[channel], of: a, b)
        let weights = moments.weights(a, b) {
          SSIMULACRA2Weights.weight(channel: channel, scale: scale, of: levels.count, term: $0)
        }
        return moments.slope(a, b, weights: weights)
      })
  }
}

/// Local moments of a channel of two pictures at one scale.
private struct Moments {
  let meanA: Plane
  let meanB: Plane
  let squares: Plane
  let product: Plane

  init(_ meanA: Plane, _ squaresA: Plane, of a: Plane, _ b: Plane) {
    self.meanA = meanA
    meanB = b.filtered(SSIMULACRA2Weights.blur, border: .zero)
    squares = b.map { $0 * $0 }.filtered(SSIMULACRA2Weights.blur, border: .zero).combined(with: squaresA) { $0 + $1 }
    product = a.combined(with: b) { $0 * $1 }.filtered(SSIMULACRA2Weights.blur, border: .zero)
  }

  private typealias Row = UnsafePointer<Float>
  private var width: Int { meanA.width }

  /// Runs `body` with every row of a, b, their means, their squares and their product, from several threads.
  private func forEachRow(_ a: Plane, _ b: Plane, _ body: @Sendable (Int, (Row, Row, Row, Row, Row, Row)) -> Void) {
    Raster.withRows(meanA, meanB) { meanA, meanB in
      Raster.withRows(squares, product) { squares, product in
        Raster.withRows(a, b) { a, b in
          Parallel.bands(a.height) { band in
            for y in band { body(y, (a[y], b[y], meanA[y], meanB[y], squares[y], product[y])) }
          }
        }
      }
    }
  }

  /// How much an error of a place, and its cube, count in the derivative: of structure, ringing and lost detail, as the kernel takes them.
  func weights(_ a: Plane, _ b: Plane, weight: (Int) -> Double) -> [Float] {
    var sums = [Double](repeating: 0, count: 6 * a.height)
    sums.withUnsafeMutableBufferPointer { buffer in
      let out = SharedRows(buffer)
      forEachRow(a, b) { y, rows in
        let (a, b, meanA, meanB, squares, product) = rows
        ck_ssimulacra2_structure(meanA, meanB, squares, product, width, out.base + 6 * y)
        ck_ssimulacra2_edges(a, b, meanA, meanB, width, out.base + 6 * y + 2)
      }
    }
    let pixels = Double(a.width * a.height)
    return (0..<3).flatMap { term in
      let fourth = stride(from: 2 * term + 1, to: sums.count, by: 6).reduce(0) { $0 + sums[$1] } / pixels
      // The derivative of the fourth root of a mean of fourth powers.
      let cubed = fourth > 1e-24 ? weight(term + 3) * pow(fourth, -0.75) / pixels : 0
      return [Float(weight(term) / pixels), Float(cubed)]
    }
  }

  /// The derivative of the weighted errors by b.
  func slope(_ a: Plane, _ b: Plane, weights: [Float]) -> Plane {
    var own = Plane(width: a.width, height: a.height)
    let byMoment = RasterImage.threePlanes(width: a.width, height: a.height) { toMean, toSquares, toProduct in
      own.update { samples, _ in
        let out = SharedRows(samples)
        forEachRow(a, b) { y, rows in
          let (a, b, meanA, meanB, squares, product) = rows
          let row = y * width
          ck_ssimulacra2_slopes(
            a, b, meanA, meanB, squares, product, weights, toMean.base + row, toSquares.base + row,
            toProduct.base + row, out.base + row, width)
        }
      }
    }
    let blurred = byMoment.planes.map { $0.filtered(SSIMULACRA2Weights.blur, border: .zero) }
    own.update(with: blurred[0]) { $0 + $1 }
    own.update(with: blurred[1].combined(with: b) { $0 * $1 }) { $0 + 2 * $1 }
    own.update(with: blurred[2].combined(with: a) { $0 * $1 }) { $0 + $1 }
    return own
  }
}

extension RasterImage {
  /// Three planes of linear light in SSIMULACRA 2's XYB.
  fileprivate var xyb: RasterImage {
    withRGBRows { r, g, b in
      RasterImage.threePlanes(width: width, height: height) { x, y, bmy in
        Parallel.bands(height) { band in
          let (start, count) = (band.lowerBound * r.width, band.count * r.width)
          ck_linear_to_positive_xyb(
            r.base + start, g.base + start, b.base + start, x.base + start, y.base + start, bmy.base + start, count)
        }
      }
    }
  }

  /// A derivative by XYB, brought to one by the linear light of this picture.
  fileprivate func backFromXYB(_ slope: RasterImage) -> RasterImage {
    withRGBRows { r, g, b in
      slope.withRGBRows { x, y, bmy in
        RasterImage.threePlanes(width: width, height: height) { toR, toG, toB in
          Parallel.bands(r.height) { band in
            let (start, count) = (band.lowerBound * r.width, band.count * r.width)
            ck_positive_xyb_slopes(
              r.base + start, g.base + start, b.base + start, x.base + start, y.base + start, bmy.base + start,
              toR.base + start, toG.base + start, toB.base + start, count)
          }
        }
      }
    }
  }

  /// A derivative by linear light, brought to one by the samples of an sRGB-encoded picture.
  fileprivate func backFromLinear(_ linear: RasterImage, to picture: RasterImage) -> RasterImage {
    RasterImage(
      planes: (0..<3).map { channel in
        var slope = planes[channel]
        slope.update { samples, count in
          Raster.withRows(picture.planes[channel], linear.planes[channel]) { encoded, linear in
            ck_srgb_slopes(encoded.base, linear.base, samples, count)
          }
        }
        return slope
      })
  }

  /// This derivative and that of the scale that halving makes (``Plane/halved(_:)``, odd sides repeated).
  fileprivate func adding(halves: RasterImage) -> RasterImage {
    RasterImage(planes: zip(planes, halves.planes).map { $0.adding(halves: $1) })
  }
}

extension Plane {
  fileprivate func adding(halves: Plane) -> Plane {
    let (width, height) = (width, height)
    return Plane(width: width, height: height) { out in
      Raster.withRows(self, halves) { rows, halves in
        Parallel.bands(height) { band in
          for y in band {
            let (line, half, to) = (rows[y], halves[y / 2], out.base + y * width)
            // A last row or column that was repeated stands for two.
            let share: Float = height % 2 == 1 && y == height - 1 ? 0.5 : 0.25
            for x in 0..<width { to[x] = line[x] + share * half[x / 2] }
            if width % 2 == 1 { to[width - 1] += share * half[width / 2] }
          }
        }
      }
    }
  }
}
