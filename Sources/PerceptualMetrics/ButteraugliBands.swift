import CKernels
import Foundation
import Raster

/// A picture in Butteraugli's opponent colours, split into bands of frequency.
struct FrequencyBands: Sendable {
  /// How far from a pixel the filters reach: opsin 2, low 16, middle 7, high 3, and of the mask 6 and 3.
  static let halo = 37

  private static let opsinBlur = gaussian(1.2)
  private static let lowBlur = gaussian(7.15593339443)
  private static let middleBlur = gaussian(3.22489901262)
  private static let highBlur = gaussian(1.56416327805)
  private static let maskBlur = gaussian(2.7)

  /// x, y and b.
  private var low: [Plane] = []
  private var middle: [Plane] = []
  /// x and y.
  private var high: [Plane] = []
  private var highest: [Plane] = []
  /// How much each place masks errors, blurred.
  private let activity: Plane

  /// A Gaussian cut at 2.25 σ.
  private static func gaussian(_ sigma: Double) -> FIRFilter {
    .gaussian(sigma: sigma, radius: max(1, Int(2.25 * sigma)))
  }

  /// - Parameter nits: linear light in nits.
  init(_ nits: RasterImage) {
    let blurred = nits.planes.map { $0.filtered(Self.opsinBlur, border: .mirror) }
    let opsin = RasterImage.threePlanes(width: nits.width, height: nits.height) { x, y, b in
      nits.withRGBRows { r0, g0, b0 in
        RasterImage(planes: blurred).withRGBRows { r1, g1, b1 in
          ck_butteraugli_opsin(
            [r0.base, g0.base, b0.base], [r1.base, g1.base, b1.base], x.base, y.base, b.base, r0.width * r0.height)
        }
      }
    }
    for (channel, plane) in opsin.planes.enumerated() {
      let smooth = plane.filtered(Self.lowBlur, border: .renormalised)
      low.append(smooth)
      var rest = Plane(width: plane.width, height: plane.height) { out in
        plane.withRows { a in smooth.withRows { b in ck_subtract(a.base, b.base, out.base, a.width * a.height) } }
      }
      var blurred = rest.filtered(Self.middleBlur, border: .renormalised)
      if channel < 2 {
        rest.update(with: &blurred) { ck_butteraugli_split_middle($0, $1, Int32(channel), $2) }
        highest.append(rest)
      }
      middle.append(blurred)
    }
    let lumaHigh = highest[1]
    highest[0].update(with: lumaHigh) { ck_butteraugli_suppress($0, $1, $2) }
    for channel in 0..<2 {
      var blurred = highest[channel].filtered(Self.highBlur, border: .renormalised)
      highest[channel].update(with: &blurred) { ck_butteraugli_split_high($0, $1, Int32(channel), $2) }
      high.append(blurred)
    }
    var lumaLow = low[1]
    var blueLow = low[2]
    low[0].update(with: &lumaLow) { x, y, count in
      blueLow.update { b, _ in ck_butteraugli_low(x, y, b, count) }
    }
    (low[1], low[2]) = (lumaLow, blueLow)
    activity = Self.activity(high: high, highest: highest)
  }

  /// The distance of each pixel.
  static func distanceMap(_ a: FrequencyBands, _ b: FrequencyBands) -> Plane {
    let (width, height) = (a.low[0].width, a.low[0].height)
    var ac = Plane(width: width, height: height)
    malta(a.highest[1], b.highest[1], weight: 1.10039032555, norm: 71.7800275169, sparse: false, into: &ac)
    malta(a.highest[0], b.highest[0], weight: 173.5, norm: 5, sparse: false, into: &ac)
    malta(a.high[1], b.high[1], weight: 18.7237414387, norm: 4498534.45232, sparse: true, into: &ac)
    malta(a.high[0], b.high[0], weight: 6923.99476109, norm: 8051.15833247, sparse: true, into: &ac)
    malta(a.middle[1], b.middle[1], weight: 37.0819870399, norm: 130262059.556, sparse: true, into: &ac)
    malta(a.middle[0], b.middle[0], weight: 8246.75321353, norm: 1009002.70582, sparse: true, into: &ac)
    for (channel, weight) in [Float(400), 1.50815703118].enumerated() {
      ac.update(with: a.high[channel], b.high[channel]) {
        ck_butteraugli_asymmetric($1, $2, weight * 0.8, weight * 0.8, $0, $3)
      }
    }
    for (channel, weight) in [Float(2150), 10.6195433239, 16.2176043152].enumerated() {
      ac.update(with: a.middle[channel], b.middle[channel]) { ck_add_squared_difference($1, $2, weight, $0, $3) }
    }
    var dc = Plane(width: width, height: height)
    for (channel, weight) in [Float(29.2353797994), 0.844626970982, 0.703646627719].enumerated() {
      dc.update(with: a.low[channel], b.low[channel]) { ck_add_squared_difference($1, $2, weight, $0, $3) }
    }
    ac.update(with: a.activity, b.activity) { ck_add_squared_difference($1, $2, 10, $0, $3) }
    let mask = eroded(a.activity)
    return Plane(width: width, height: height) { out in
      dc.withRows { dc in
        ac.withRows { ac in
          mask.withRows { ck_butteraugli_distance(dc.base, ac.base, $0.base, out.base, width * height) }
        }
      }
    }
  }

  private static func activity(high: [Plane], highest: [Plane]) -> Plane {
    Plane(width: high[0].width, height: high[0].height) { out in
      high[0].withRows { hx in
        high[1].withRows { hy in
          highest[0].withRows { ux in
            highest[1].withRows { uy in
              ck_butteraugli_activity(hx.base, hy.base, ux.base, uy.base, out.base, hx.width * hx.height)
            }
          }
        }
      }
    }.filtered(maskBlur, border: .renormalised)
  }

  /// Adds the squares of line sums of the difference of two bands.
  private static func malta(
    _ a: Plane, _ b: Plane, weight: Double, norm: Double, sparse: Bool, into ac: inout Plane
  ) {
    let border = 4
    let stride = a.width + 2 * border
    let scale = (sparse ? 0.611612573796 : 0.39905817637) / (2 * 3.75 + 1) * norm
    let (more, less) = (Float(scale * (0.5 * weight).squareRoot()), Float(scale * (0.33 * weight).squareRoot()))
    var difference = Plane(width: stride, height: a.height + 2 * border)
    a.withRows { a in
      b.withRows { b in
        difference.samples.withUnsafeMutableBufferPointer { buffer in
          guard let first = buffer.baseAddress.map({ $0 + border * stride + border }) else { return }
          for y in 0..<a.height {
            ck_butteraugli_difference(a[y], b[y], more, less, Float(norm), first + y * stride, a.width)
          }
          ac.samples.withUnsafeMutableBufferPointer { ac in
            guard let sum = ac.baseAddress else { return }
            for y in 0..<a.height {
              ck_butteraugli_malta(first + y * stride, stride, sparse ? 1 : 0, sum + y * a.width, a.width)
            }
          }
        }
      }
    }
  }

  /// The mask: where a smooth place is near, errors are seen.
  private static func eroded(_ activity: Plane) -> Plane {
    let padded = activity.padded(by: 3, with: .infinity)
    return Plane(width: activity.width, height: activity.height) { out in
      padded.withRows { rows in
        for y in 0..<activity.height {
          ck_butteraugli_erode(rows[y + 3] + 3, rows.width, out.base + y * activity.width, activity.width)
        }
      }
    }
  }
}
