import Foundation
import Raster

/// A scale of colours for figures that looks even: equal steps of the figure are equal steps of CIE L*a*b* (ΔE*ab), from
/// a dark violet over red and orange to a pale yellow, ever lighter.
package enum ColourScale {
  /// L*, a* and b* on the way, in sRGB's gamut.
  private static let stations: [SIMD3<Double>] = [
    [6, 8, -14], [26, 38, -42], [46, 60, -8], [64, 48, 42], [80, 14, 66], [96, -8, 48],
  ]

  /// 256 colours, sRGB-encoded 0…1.
  package static let colours: [SIMD3<Float>] = {
    let fine = (0...4000).map { station(Double($0) / 4000) }
    var lengths = [0.0]
    for (a, b) in zip(fine, fine.dropFirst()) {
      let step = b - a
      lengths.append(lengths[lengths.count - 1] + (step * step).sum().squareRoot())
    }
    var colours: [SIMD3<Float>] = []
    var index = 0
    for step in 0..<256 {
      let wanted = lengths[lengths.count - 1] * Double(step) / 255
      while index < lengths.count - 1 && lengths[index] < wanted { index += 1 }
      colours.append(srgb(fine[index]))
    }
    return colours
  }()

  /// The colour of a figure, 0…1 of the scale; figures beyond have the colour of the end.
  package static func colour(_ share: Float) -> SIMD3<Float> {
    colours[Int((min(1, max(0, share.isNaN ? 0 : share)) * 255).rounded())]
  }

  /// A plane of figures in colours, `top` being the end of the scale.
  package static func picture(_ plane: Plane, top: Float) -> RasterImage {
    var picture = RasterImage(width: plane.width, height: plane.height, channels: 3)
    for (index, sample) in plane.samples.enumerated() {
      let colour = colour(sample / top)
      for channel in 0..<3 { picture.planes[channel].samples[index] = colour[channel] }
    }
    return picture
  }

  /// A smooth curve through the stations (Catmull & Rom 1974).
  private static func station(_ share: Double) -> SIMD3<Double> {
    let place = share * Double(stations.count - 1)
    let index = min(stations.count - 2, Int(place))
    let t = place - Double(index)
    let p = (-1...2).map { stations[min(stations.count - 1, max(0, index + $0))] }
    let linear = (p[2] - p[0]) * t
    let square = (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * (t * t)
    let cube = (3 * p[1] - p[0] - 3 * p[2] + p[3]) * (t * t * t)
    return 0.5 * (2 * p[1] + linear + square + cube)
  }

  /// CIE L*a*b* (D65) as encoded sRGB, clipped (IEC 61966-2-1).
  private static func srgb(_ lab: SIMD3<Double>) -> SIMD3<Float> {
    let y = (lab[0] + 16) / 116
    func light(_ t: Double) -> Double { t > 6.0 / 29 ? t * t * t : 3 * pow(6.0 / 29, 2) * (t - 4.0 / 29) }
    let (bigX, bigY, bigZ) = (0.95047 * light(y + lab[1] / 500), light(y), 1.08883 * light(y - lab[2] / 200))
    let linear = [
      3.2404542 * bigX - 1.5371385 * bigY - 0.4985314 * bigZ,
      -0.9692660 * bigX + 1.8760108 * bigY + 0.0415560 * bigZ,
      0.0556434 * bigX - 0.2040259 * bigY + 1.0572252 * bigZ,
    ]
    let encoded = linear.map { value -> Float in
      let value = min(1, max(0, value))
      return Float(value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055)
    }
    return SIMD3(encoded[0], encoded[1], encoded[2])
  }
}
