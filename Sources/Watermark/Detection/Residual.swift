import Foundation
import Raster

/// A plane with the picture's own structure removed, so that its noise is white and equally strong everywhere, as a mark is.
///
/// The local mean is subtracted, the spectrum flattened, the result divided by the local standard deviation, and outliers are
/// clipped. Correlating with such a residual is close to the best test for a weak signal in a picture's heavy-tailed noise.
struct Residual {
  let plane: Plane
  /// The mean factor by which the local division turned lines up.
  let gain: Float
  /// By how much each element of the spectrum was turned up or down; `columns` for 0 ≤ fx ≤ ½, rows wrap.
  private let factors: Plane

  private static let resolution: Float = 256
  private static let rings = 184
  private static let radius = 5
  /// Elements on each side of one that tell how loud the spectrum is there.
  private static let neighbours = 24
  private static let limit: Float = 3
  /// Compression leaves some sixteen times the noise of rounding to levels; where a picture is quieter than that, nothing of
  /// a mark is left that would be worth turning up.
  private static let compression: Float = 16
  /// Frequencies with less than so many times the noise of rounding are not turned up further: there is nothing in them after
  /// compression or after a return from a smaller size.
  private static let quietest = 100.0
  /// Less than one sample in fifty that is a level away from the end.
  private static let lifeless: Float = 0.02

  /// - Parameters:
  ///   - levels: a luma or a difference of colours, levels of 255.
  ///   - luma: whether clipping shows in the levels.
  init(_ levels: Plane, luma: Bool = true) {
    let mean = BoxFilter.mean(BoxFilter.mean(levels, radius: Self.radius), radius: Self.radius)
    var spectrum = Fourier.forward(levels.combined(with: mean) { $0 - $1 })
    let (factors, rounding) = Self.whitening(spectrum)
    spectrum.multiply(by: factors)
    var white = Fourier.inverse(spectrum)
    let power = BoxFilter.mean(BoxFilter.mean(white.map { $0 * $0 }, radius: 2), radius: 1)
    let noise = Self.compression * rounding
    let scale = power.map { 1 / ($0 + noise).squareRoot() }
    // A mark is louder in loud places, but by less than these are louder: quiet ones deserve more weight.
    var weight = scale.map { $0.squareRoot() }
    if luma { weight.update(with: Self.life(levels)) { $1 < Self.lifeless ? 0 : $0 } }
    white.update(with: scale) { max(-Self.limit, min(Self.limit, $0 * $1)) }
    white.update(with: weight) { $0 * $1 }
    weight.update(with: scale) { $0 * $1 }
    plane = white
    self.factors = factors
    gain = Float(weight.sum { Double($0) } / Double(levels.width * levels.height))
  }

  /// By how much a line of this frequency (cycles per pixel, up to ½) was turned up or down.
  func response(x: Double, y: Double) -> Float {
    let side: Double = x < 0 ? -1 : 1
    let column = min(Int(side * x * Double(plane.width) + 0.5), factors.width - 1)
    let row = Int((side * y * Double(factors.height)).rounded())
    return factors[column, (row + factors.height) % factors.height]
  }

  /// How far the samples near each are from black and from white, levels of 255. Where all are clipped there is no mark: all
  /// that the residual has there is the echo of what lies beside it.
  private static func life(_ levels: Plane) -> Plane {
    BoxFilter.mean(levels.map { min($0, 255 - $0) }, radius: radius)
  }

  /// One over the amplitude of every element: the geometric mean of what its ring and what its neighbourhood have, since
  /// edges are louder in some directions than in others; and the power that rounding to levels has after it.
  private static func whitening(_ spectrum: Spectrum) -> (factors: Plane, rounding: Float) {
    let amplitude = spectrum.power.map { $0.squareRoot() }
    let rings = rings(of: spectrum)
    var sums = [Double](repeating: 0, count: Self.rings)
    var counts = [Double](repeating: 0, count: Self.rings)
    for index in rings.indices {
      let ring = Int(rings[index])
      sums[ring] += Double(amplitude.samples[index])
      counts[ring] += 1
    }
    let samples = Double(spectrum.width * spectrum.height)
    // Rounding to whole levels is white noise of 1/12.
    let rounding = quietest * samples / 12
    var factors = [Float](repeating: 0, count: Self.rings)
    var last = 0.0
    for ring in factors.indices {
      if counts[ring] > 0 { last = 1.27 * (sums[ring] / counts[ring]) * (sums[ring] / counts[ring]) }
      factors[ring] = Float((samples / (last + rounding)).squareRoot())
    }
    // Below the window of the local mean nothing is left to turn up.
    let lowest = Int(resolution / Float(4 * radius + 2) / 2)
    for ring in 0..<lowest { factors[ring] = factors[lowest] * Float(ring) / Float(lowest) }
    let (all, floor) = (Float(samples), Float(rounding))
    var result = BoxFilter.mean(amplitude, radius: neighbours).map { (all / (1.27 * $0 * $0 + floor)).squareRoot() }
    for index in rings.indices {
      let ring = Int(rings[index])
      let factor = factors[ring]
      result.samples[index] = ring >= lowest ? (factor * result.samples[index]).squareRoot() : factor
    }
    return (result, Float(result.sumOfSquares / Double(rings.count) / 12))
  }

  /// The distance of every element of a spectrum from its centre in parts of the resolution, rounded down.
  private static func rings(of spectrum: Spectrum) -> ContiguousArray<UInt8> {
    let (columns, height) = (spectrum.columns, spectrum.height)
    let step = resolution / Float(spectrum.width)
    return ContiguousArray(filling: columns * height) { out in
      Parallel.bands(height) { band in
        for v in band {
          let fy = resolution * Float(v > height / 2 ? v - height : v) / Float(height)
          let row = out.base + v * columns
          for u in 0..<columns {
            let fx = step * Float(u)
            row[u] = UInt8((fx * fx + fy * fy).squareRoot())
          }
        }
      }
    }
  }
}
