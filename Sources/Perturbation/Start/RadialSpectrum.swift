import Foundation
import Raster

/// The radial power spectrum of a plane: its mean power in rings of the Fourier plane, whatever the orientation.
package struct RadialSpectrum: Sendable, Equatable {
  /// Rings a frequency of one half cycle a pixel.
  private static let rings = 24
  /// Mean of |F|² in ring after ring, each of which shares what lies between two with its neighbour.
  package let power: [Float]

  package init(of plane: Plane) {
    self.init(of: Fourier.forward(plane))
  }

  private init(of spectrum: Spectrum) {
    let power = spectrum.power
    var sums = [Double](repeating: 0, count: Self.count)
    var weights = sums
    Self.forEachElement(of: spectrum) { index, ring, share, copies in
      for (ring, share) in [(ring, 1 - share), (ring + 1, share)] {
        weights[ring] += Double(copies * share)
        sums[ring] += Double(copies * share * power.samples[index])
      }
    }
    self.power = zip(sums, weights).map { Float($0 / max(1e-9, $1)) }
  }

  /// `plane` with this spectrum, its phases and the relations between orientations kept.
  package func imposed(on plane: Plane) -> Plane {
    var spectrum = Fourier.forward(plane)
    let present = RadialSpectrum(of: spectrum).power
    let floor = 1e-6 * present.reduce(0, +) / Float(present.count) + 1e-20
    let gains = zip(power, present).map { ($0 / ($1 + floor)).squareRoot() }
    Self.forEachElement(of: spectrum) { index, ring, share, _ in
      let gain = (1 - share) * gains[ring] + share * gains[ring + 1]
      spectrum.real[index] *= gain
      spectrum.imaginary[index] *= gain
    }
    return Fourier.inverse(spectrum)
  }

  /// Corners of the Fourier plane lie √2 times as far out as its sides.
  private static var count: Int { Int(Double(rings) * 2.0.squareRoot()) + 2 }

  /// Calls `body` with every element's index, the ring below it, how far it is on the way to the next, 0…1, and how often the
  /// element stands in the whole spectrum: the half that is not kept mirrors the other.
  private static func forEachElement(of spectrum: Spectrum, _ body: (Int, Int, Float, Float) -> Void) {
    let (width, height, columns) = (spectrum.width, spectrum.height, spectrum.columns)
    for v in 0..<height {
      let down = Float(v <= height / 2 ? v : v - height) / Float(height)
      for u in 0..<columns {
        let across = Float(u) / Float(width)
        let place = min((across * across + down * down).squareRoot() * Float(2 * rings), Float(count) - 1.01)
        let ring = Int(place)
        body(v * columns + u, ring, place - Float(ring), u == 0 || 2 * u == width ? 1 : 2)
      }
    }
  }
}
