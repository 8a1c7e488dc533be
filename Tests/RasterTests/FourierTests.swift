import Foundation
import Raster
import Testing

@Suite("Fourier transforms of planes")
struct FourierTests {
  /// Samples without a pattern, the same on every run.
  private func noise(_ width: Int, _ height: Int) -> Plane {
    var state: UInt64 = 42
    var plane = Plane(width: width, height: height)
    for index in plane.samples.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      plane.samples[index] = Float(state >> 40) / Float(1 << 24) - 0.5
    }
    return plane
  }

  @Test(
    "equals the sum of its definition",
    arguments: [
      (1, 1), (2, 1), (1, 5), (3, 4), (8, 8), (15, 9), (20, 12), (7, 11), (13, 16), (17, 1), (31, 21), (64, 6),
    ])
  func definition(width: Int, height: Int) {
    let plane = noise(width, height)
    let spectrum = Fourier.forward(plane)
    for v in 0..<height {
      for u in 0...width / 2 {
        var (re, im) = (0.0, 0.0)
        for y in 0..<height {
          for x in 0..<width {
            let angle = -2 * Double.pi * (Double(u * x) / Double(width) + Double(v * y) / Double(height))
            re += Double(plane[x, y]) * cos(angle)
            im += Double(plane[x, y]) * sin(angle)
          }
        }
        let index = v * spectrum.columns + u
        #expect(abs(Double(spectrum.real[index]) - re) < 2e-5 * Double(width * height).squareRoot())
        #expect(abs(Double(spectrum.imaginary[index]) - im) < 2e-5 * Double(width * height).squareRoot())
      }
    }
  }

  @Test("comes back", arguments: [(1, 1), (6, 5), (257, 131), (240, 250), (1024, 37), (33, 512), (719, 45)])
  func roundTrip(width: Int, height: Int) {
    let plane = noise(width, height)
    let back = Fourier.inverse(Fourier.forward(plane))
    let worst = zip(plane.samples, back.samples).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-5)
  }

  @Test("keeps energy (Parseval)", arguments: [(256, 256), (255, 100), (101, 64)])
  func energy(width: Int, height: Int) {
    let plane = noise(width, height)
    let spectrum = Fourier.forward(plane)
    let power = spectrum.power
    var sum = 0.0
    for v in 0..<height {
      for u in 0..<spectrum.columns {
        let twice = u != 0 && 2 * u != width
        sum += Double(power[u, v]) * (twice ? 2 : 1)
      }
    }
    let energy = plane.samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(sum / Double(width * height) - energy) < 1e-5 * energy)
  }

  @Test("does not depend on the number of threads")
  func threads() {
    let plane = noise(210, 194)
    let one = Parallel.$threads.withValue(1) { Fourier.forward(plane) }
    let many = Parallel.$threads.withValue(7) { Fourier.forward(plane) }
    #expect(one == many)
  }

  @Test("finds fast sizes", arguments: [(1, 1), (7, 8), (11, 12), (127, 128), (1021, 1024), (3001, 3072 - 72)])
  func fastSizes(minimum: Int, near: Int) {
    let size = Fourier.fastSize(atLeast: minimum)
    #expect(size >= minimum)
    var rest = size
    for factor in [2, 3, 5] { while rest % factor == 0 { rest /= factor } }
    #expect(rest == 1)
    #expect(size <= max(near, minimum + minimum / 20 + 1))
  }
}
