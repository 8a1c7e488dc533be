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
    let (width, height) = (levels.width, levels.height)
    var flat = levels
    let mean = BoxFilter.mean(BoxFilter.mean(levels, radius: Self.radius), radius: Self.radius)
    for index in flat.samples.indices { flat.samples[index] -= mean.samples[index] }
    var spectrum = Fourier.forward(flat)
    let (factors, rounding) = Self.whitening(spectrum)
    for index in factors.samples.indices {
      spectrum.real[index] *= factors.samples[index]
      spectrum.imaginary[index] *= factors.samples[index]
    }
    var white = Fourier.inverse(spectrum)
    var power = white
    for index in power.samples.indices { power.samples[index] *= power.samples[index] }
    power = BoxFilter.mean(BoxFilter.mean(power, radius: 2), radius: 1)
    let life = luma ? Self.life(levels) : nil
    let noise = Self.compression * rounding
    var total: Double = 0
    for index in white.samples.indices {
      let scale = 1 / (power.samples[index] + noise).squareRoot()
      // A mark is louder in loud places, but by less than these are louder: quiet ones deserve more weight.
      let weight = life.map { $0.samples[index] < Self.lifeless } ?? false ? 0 : scale.squareRoot()
      total += Double(scale * weight)
      white.samples[index] = weight * max(-Self.limit, min(Self.limit, white.samples[index] * scale))
    }
    plane = white
    self.factors = factors
    gain = Float(total / Double(width * height))
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
    var room = levels
    for index in room.samples.indices { room.samples[index] = min(levels.samples[index], 255 - levels.samples[index]) }
    return BoxFilter.mean(room, radius: radius)
  }

  /// One over the amplitude of every element: the geometric mean of what its ring and what its neighbourhood have, since
  /// edges are louder in some directions than in others; and the power that rounding to levels has after it.
  private static func whitening(_ spectrum: Spectrum) -> (factors: Plane, rounding: Float) {
    let (columns, height) = (spectrum.columns, spectrum.height)
    var amplitude = spectrum.power
    for index in amplitude.samples.indices { amplitude.samples[index] = amplitude.samples[index].squareRoot() }
    var sums = [Double](repeating: 0, count: rings)
    var counts = [Double](repeating: 0, count: rings)
    forEachElement(of: spectrum) { index, ring in
      sums[ring] += Double(amplitude.samples[index])
      counts[ring] += 1
    }
    let samples = Double(spectrum.width * height)
    // Rounding to whole levels is white noise of 1/12.
    let rounding = quietest * samples / 12
    var factors = [Float](repeating: 0, count: rings)
    var last = 0.0
    for ring in 0..<rings {
      if counts[ring] > 0 { last = 1.27 * (sums[ring] / counts[ring]) * (sums[ring] / counts[ring]) }
      factors[ring] = Float((samples / (last + rounding)).squareRoot())
    }
    // Below the window of the local mean nothing is left to turn up.
    let lowest = Int(resolution / Float(4 * radius + 2) / 2)
    for ring in 0..<lowest { factors[ring] = factors[lowest] * Float(ring) / Float(lowest) }
    var result = BoxFilter.mean(amplitude, radius: neighbours)
    let (all, floor) = (Float(samples), Float(rounding))
    var noise = 0.0
    forEachElement(of: spectrum) { index, ring in
      var factor = factors[ring]
      if ring >= lowest {
        let near = result.samples[index]
        factor = (factor * (all / (1.27 * near * near + floor)).squareRoot()).squareRoot()
      }
      result.samples[index] = factor
      noise += Double(factor * factor)
    }
    return (result, Float(noise / Double(columns * height) / 12))
  }

  /// Calls `body` with the index of every element and its distance from the centre in parts of the resolution.
  private static func forEachElement(of spectrum: Spectrum, _ body: (_ index: Int, _ ring: Int) -> Void) {
    let (columns, height) = (spectrum.columns, spectrum.height)
    for v in 0..<height {
      let fy = Float(v > height / 2 ? v - height : v) / Float(height)
      for u in 0..<columns {
        let fx = Float(u) / Float(spectrum.width)
        body(v &* columns &+ u, Int((fx * fx + fy * fy).squareRoot() * resolution))
      }
    }
  }
}
