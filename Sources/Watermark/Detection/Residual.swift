import Foundation
import Raster

/// What is left of a plane when all that a picture explains is taken away: as white as a mark, and everywhere as loud.
///
/// The local mean goes, the spectrum is flattened by distance from its centre, the local standard deviation divided out, and
/// outliers are cut off: close to the best test for a weak signal in a picture's heavy-tailed noise.
struct Residual {
  let plane: Plane
  /// By how much a line of each frequency was turned up or down; index = frequency in cycles per pixel × `resolution`.
  let response: [Float]
  /// The mean factor by which the local division turned lines up.
  let gain: Float

  static let resolution: Float = 256
  private static let rings = 184
  private static let radius = 7
  private static let limit: Float = 2.5
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
    let (factors, noise) = Self.whitening(spectrum)
    Self.scale(&spectrum, by: factors)
    var white = Fourier.inverse(spectrum)
    var power = white
    for index in power.samples.indices { power.samples[index] *= power.samples[index] }
    power = BoxFilter.mean(BoxFilter.mean(power, radius: 3), radius: 2)
    let life = luma ? Self.life(levels) : nil
    var total: Double = 0
    for index in white.samples.indices {
      let scale = 1 / (power.samples[index] + noise).squareRoot()
      // A mark is louder in loud places, but by less than these are louder: quiet ones deserve more weight.
      let weight = life.map { $0.samples[index] < Self.lifeless } ?? false ? 0 : scale.squareRoot()
      total += Double(scale * weight)
      white.samples[index] = weight * max(-Self.limit, min(Self.limit, white.samples[index] * scale))
    }
    plane = white
    response = factors
    gain = Float(total / Double(width * height))
  }

  /// How far the samples near each are from black and from white, levels of 255. Where all are clipped there is no mark: all
  /// that the residual has there is the echo of what lies beside it.
  private static func life(_ levels: Plane) -> Plane {
    var room = levels
    for index in room.samples.indices { room.samples[index] = min(levels.samples[index], 255 - levels.samples[index]) }
    return BoxFilter.mean(room, radius: radius)
  }

  /// One over the mean amplitude of every ring, and the power that rounding to levels has after it.
  private static func whitening(_ spectrum: Spectrum) -> ([Float], Float) {
    let (columns, height) = (spectrum.columns, spectrum.height)
    var sums = [Double](repeating: 0, count: rings)
    var counts = [Double](repeating: 0, count: rings)
    let power = spectrum.power
    for v in 0..<height {
      let fy = Float(v > height / 2 ? v - height : v) / Float(height)
      for u in 0..<columns {
        let fx = Float(u) / Float(spectrum.width)
        let ring = Int((fx * fx + fy * fy).squareRoot() * resolution)
        sums[ring] += Double(power.samples[v &* columns &+ u].squareRoot())
        counts[ring] += 1
      }
    }
    let samples = Double(spectrum.width * height)
    // Rounding to whole levels is white noise of 1/12; less than that is never turned up.
    let rounding = samples / 12
    var factors = [Float](repeating: 0, count: rings)
    var last = 0.0
    for ring in 0..<rings {
      if counts[ring] > 0 { last = 1.27 * (sums[ring] / counts[ring]) * (sums[ring] / counts[ring]) }
      factors[ring] = Float((samples / (last + rounding)).squareRoot())
    }
    // Below the window of the local mean nothing is left to turn up.
    let lowest = Int(resolution / Float(4 * radius + 2) / 2)
    for ring in 0..<lowest { factors[ring] = factors[lowest] * Float(ring) / Float(lowest) }
    let noise = zip(factors, counts).reduce(0.0) { $0 + Double($1.0 * $1.0) * $1.1 } / counts.reduce(0, +) / 12
    return (factors, Float(noise))
  }

  private static func scale(_ spectrum: inout Spectrum, by factors: [Float]) {
    let (columns, height, width) = (spectrum.columns, spectrum.height, spectrum.width)
    spectrum.real.withUnsafeMutableBufferPointer { real in
      spectrum.imaginary.withUnsafeMutableBufferPointer { imaginary in
        factors.withUnsafeBufferPointer { factors in
          for v in 0..<height {
            let fy = Float(v > height / 2 ? v - height : v) / Float(height)
            for u in 0..<columns {
              let fx = Float(u) / Float(width)
              let factor = factors[Int((fx * fx + fy * fy).squareRoot() * resolution)]
              real[v &* columns &+ u] *= factor
              imaginary[v &* columns &+ u] *= factor
            }
          }
        }
      }
    }
  }
}
