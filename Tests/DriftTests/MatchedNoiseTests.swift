import Drift
import Foundation
import Raster
import Testing

@Suite struct MatchedNoiseTests {
  /// A change with a spectrum and a mask of its own: low-passed noise, strong on the right half, channels correlated.
  private func change() -> RasterImage {
    var generator = SeededGenerator(seed: 7)
    let base = SeparableMap.gaussian(width: 120, height: 90, sigma: 1.5)(
      generator.normalPlane(width: 120, height: 90))
    let other = SeparableMap.gaussian(width: 120, height: 90, sigma: 1.5)(
      generator.normalPlane(width: 120, height: 90))
    let planes = [0.0, 0.2, 0.9].map { share -> Plane in
      var plane = base.combined(with: other) { Float(1 - share) * $0 + Float(share) * $1 }
      for y in 0..<90 { for x in 0..<120 { plane[x, y] *= x < 60 ? 0.01 : 0.05 } }
      return plane
    }
    return RasterImage(planes: planes)
  }

  private func rms(_ plane: Plane, columns: Range<Int>) -> Double {
    let values = (0..<plane.height).flatMap { y in columns.map { Double(plane[$0, y]) } }
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  private func correlation(_ a: Plane, _ b: Plane) -> Double {
    let dot = zip(a.samples, b.samples).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    return dot / (a.sum { Double($0) * Double($0) } * b.sum { Double($0) * Double($0) }).squareRoot()
  }

  @Test func hasTheChangesValuesSpectrumAndMask() {
    let change = change()
    let noise = MatchedNoise.surrogate(of: change, seed: 1)
    // A control that is quieter would flatter: 0.02 dB is the design's bound.
    #expect(abs(20 * log10(noise.rootMeanSquare / change.rootMeanSquare)) < 0.02)
    #expect(noise.peak <= change.peak)
    for (plane, original) in zip(noise.planes, change.planes) {
      #expect(abs(correlation(plane, original)) < 0.25, "the noise knows where the change is")
      #expect(abs(rms(plane, columns: 70..<110) / rms(original, columns: 70..<110) - 1) < 0.15)
      #expect(abs(rms(plane, columns: 10..<50) / rms(original, columns: 10..<50) - 1) < 0.3)
      let spectrum = Fourier.forward(plane).power
      let wanted = Fourier.forward(original).power
      let (low, all) = bands(spectrum)
      let (wantedLow, wantedAll) = bands(wanted)
      #expect(abs(low / all - wantedLow / wantedAll) < 0.05)
    }
    let between = correlation(change.planes[0], change.planes[1])
    #expect(abs(correlation(noise.planes[0], noise.planes[1]) - between) < 0.1, "channels must stay related")
  }

  /// Energy of the lowest frequencies along x, and of all.
  private func bands(_ power: Plane) -> (Double, Double) {
    var low = 0.0
    for y in 0..<power.height { for x in 0..<8 { low += Double(power[x, y]) } }
    return (low, power.sum { Double($0) })
  }

  @Test func seedsMatterAndRepeat() {
    let change = change()
    let first = MatchedNoise.surrogate(of: change, seed: 1)
    #expect(first == MatchedNoise.surrogate(of: change, seed: 1))
    #expect(first != MatchedNoise.surrogate(of: change, seed: 2))
  }

  @Test func nothingStaysNothing() {
    let nothing = RasterImage(width: 20, height: 16, channels: 3)
    #expect(MatchedNoise.surrogate(of: nothing, seed: 1).peak == 0)
  }
}
