import Foundation
import Raster

/// The control of every protection score: noise that has a change's values, spectrum and mask but knows nothing of the
/// picture.
///
/// An iterated amplitude-adjusted Fourier surrogate (IAAFT; Schreiber & Schmitz, Phys. Rev. Lett. 77, 635, 1996) of the
/// change divided by its local RMS, with the relations between the channels kept (one random rotation of the phases for all
/// of them; Schreiber & Schmitz, Physica D 142, 346, 2000), multiplied by the local RMS again, brought to the change's RMS
/// and clipped to its L∞.
package enum MatchedNoise {
  /// Standard deviation in pixels of the window in which the local RMS is taken.
  private static let window = 4.0

  /// One surrogate of `change` a seed, found at the same time.
  static func surrogates(of change: RasterImage, seeds: [UInt64]) -> [RasterImage] {
    Parallel.map(seeds) { surrogate(of: change, seed: $0) }
  }

  /// One surrogate of `change`, of the same shape and in the same units.
  ///
  /// - Parameters:
  ///   - change: difference of two pictures, any number of planes.
  ///   - seed: another seed gives other noise.
  ///   - iterations: rounds of spectrum and value matching.
  package static func surrogate(of change: RasterImage, seed: UInt64, iterations: Int = 8) -> RasterImage {
    let envelope = localRMS(of: change)
    let flat = change.combined(with: envelope) { $1 > 1e-9 ? $0 / $1 : 0 }
    let originals = flat.planes.map(Fourier.forward)
    let values = Parallel.map(flat.planes) { RankOrder.sorted($0.samples) }
    var generator = SeededGenerator(seed: seed, purpose: "matched noise")
    var rotation = Fourier.forward(generator.normalPlane(width: change.width, height: change.height))
    var planes: [Plane] = []
    for round in 0...iterations {
      normalise(&rotation)
      let common = rotation
      planes = Parallel.map(Array(zip(originals, values))) { original, values in
        var plane = Fourier.inverse(rotated(original, by: common))
        RankOrder.impose(values, on: &plane.samples)
        return plane
      }
      if round < iterations { rotation = commonRotation(from: originals, to: planes.map(Fourier.forward)) }
    }
    let shaped = RasterImage(planes: planes).combined(with: envelope) { $0 * $1 }
    return matched(shaped, rms: Float(change.rootMeanSquare), peak: change.peak)
  }

  private static func localRMS(of change: RasterImage) -> Plane {
    var energy = change.planes[0].map { $0 * $0 }
    for plane in change.planes.dropFirst() { energy.update(with: plane) { $0 + $1 * $1 } }
    let share = 1 / Float(change.channels)
    return SeparableMap.gaussian(width: change.width, height: change.height, sigma: window)(energy)
      .map { max(0, $0 * share).squareRoot() }
  }

  /// Brings noise to a root mean square under a cap; clipping takes some away, so a few rounds are needed.
  private static func matched(_ noise: RasterImage, rms: Float, peak: Float) -> RasterImage {
    var noise = noise
    for _ in 0..<4 {
      let present = Float(noise.rootMeanSquare)
      guard present > 0 else { return noise }
      let factor = rms / present
      noise = noise.map { min(peak, max(-peak, $0 * factor)) }
    }
    return noise
  }

  // MARK: - Phases

  /// Every element brought to length 1.
  private static func normalise(_ spectrum: inout Spectrum) {
    for index in spectrum.real.indices {
      let length =
        (spectrum.real[index] * spectrum.real[index]
        + spectrum.imaginary[index] * spectrum.imaginary[index]).squareRoot()
      spectrum.real[index] = length > 0 ? spectrum.real[index] / length : 1
      spectrum.imaginary[index] = length > 0 ? spectrum.imaginary[index] / length : 0
    }
  }

  private static func rotated(_ spectrum: Spectrum, by rotation: Spectrum) -> Spectrum {
    var result = spectrum
    for index in spectrum.real.indices {
      let (a, b) = (spectrum.real[index], spectrum.imaginary[index])
      let (c, d) = (rotation.real[index], rotation.imaginary[index])
      result.real[index] = a * c - b * d
      result.imaginary[index] = a * d + b * c
    }
    return result
  }

  /// For every frequency the one rotation that takes the originals' phases closest to those of `planes`: Σ S · conj U.
  private static func commonRotation(from originals: [Spectrum], to present: [Spectrum]) -> Spectrum {
    var result = Spectrum(width: originals[0].width, height: originals[0].height)
    for (original, now) in zip(originals, present) {
      for index in result.real.indices {
        let (a, b) = (now.real[index], now.imaginary[index])
        let (c, d) = (original.real[index], original.imaginary[index])
        result.real[index] += a * c + b * d
        result.imaginary[index] += b * c - a * d
      }
    }
    return result
  }
}
