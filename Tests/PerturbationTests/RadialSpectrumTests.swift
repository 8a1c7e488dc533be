import Foundation
import Perturbation
import Raster
import Testing

@Suite struct RadialSpectrumTests {
  private func noise(_ width: Int, _ height: Int, sigma: Double? = nil, seed: UInt64 = 1) -> Plane {
    var generator = SeededGenerator(seed: seed)
    let plane = generator.normalPlane(width: width, height: height)
    return sigma.map { SeparableMap.gaussian(width: width, height: height, sigma: $0)(plane) } ?? plane
  }

  /// By Parseval's theorem the mean of |F|² is the sum of squares, and white noise has as much of it in every ring.
  @Test(arguments: [(160, 120), (97, 61)])
  func whiteNoiseIsFlat(width: Int, height: Int) {
    let plane = noise(width, height)
    let power = RadialSpectrum(of: plane).power
    let mean = Float(plane.sumOfSquares)
    #expect(power[2..<24].allSatisfy { abs($0 / mean - 1) < 0.4 })
    #expect(abs(power[2..<24].reduce(0, +) / 22 / mean - 1) < 0.05)
  }

  @Test(arguments: [(160, 120), (97, 61)])
  func isTheSpectrumAfterwards(width: Int, height: Int) {
    let wanted = RadialSpectrum(of: noise(width, height, sigma: 1))
    let plane = noise(width, height, seed: 2)
    let before = zip(RadialSpectrum(of: plane).power, wanted.power).map { $0 / $1 }
    let after = zip(RadialSpectrum(of: wanted.imposed(on: plane)).power, wanted.power).map { $0 / $1 }
    // Rings share their borders, so that one pass comes close and not all the way.
    #expect(before[16] > 50)
    #expect(after[1..<24].allSatisfy { abs($0 - 1) < 0.25 }, "\(after)")
  }

  @Test func itsOwnSpectrumChangesNothing() {
    let plane = noise(90, 64, sigma: 0.8)
    let same = RadialSpectrum(of: plane).imposed(on: plane)
    #expect(zip(plane.samples, same.samples).allSatisfy { abs($0 - $1) < 1e-3 })
  }
}
