import Foundation
import Perturbation
import Raster
import Testing

@Suite struct GratingMosaicTests {
  private func pattern(_ mosaic: GratingMosaic = GratingMosaic(), seed: UInt64 = 1) -> Plane {
    var generator = SeededGenerator(seed: seed)
    return mosaic.plane(width: 200, height: 170, generator: &generator)
  }

  @Test func isMadeOfSinesAndRepeatsItself() {
    let plane = pattern()
    // The mean square of a sine is a half.
    #expect(abs(RasterImage(planes: [plane]).rootMeanSquare - 0.7071) < 0.02)
    #expect(plane.samples.allSatisfy { abs($0) <= 1 })
    #expect(plane == Parallel.$threads.withValue(3) { pattern() })
    #expect(plane != pattern(seed: 2))
  }

  /// How much of the energy of a window lies in its strongest pair of frequencies, mean over windows.
  private func concentration(_ plane: Plane) -> Double {
    let side = 8
    var shares: [Double] = []
    for top in stride(from: 0, to: plane.height - side, by: side) {
      for left in stride(from: 0, to: plane.width - side, by: side) {
        var energies: [Double] = []
        for v in 0..<side {
          for u in 0...side / 2 where u > 0 || v > 0 {
            var (real, imaginary) = (0.0, 0.0)
            for y in 0..<side {
              for x in 0..<side {
                let turn = 2 * Double.pi * Double(u * x + v * y) / Double(side)
                let value = Double(plane[left + x, top + y])
                real += value * cos(turn)
                imaginary += value * sin(turn)
              }
            }
            energies.append(real * real + imaginary * imaginary)
          }
        }
        shares.append((energies.max() ?? 0) / energies.reduce(0, +))
      }
    }
    return shares.reduce(0, +) / Double(shares.count)
  }

  @Test func isCoherentWhereNoiseIsNot() {
    var generator = SeededGenerator(seed: 1)
    let noise = generator.normalPlane(width: 200, height: 170)
    #expect(concentration(pattern()) > 1.7 * concentration(noise))
  }

  @Test(arguments: [(1, 1), (3, 500), (16, 16)]) func fitsAnySize(width: Int, height: Int) {
    var generator = SeededGenerator(seed: 1)
    let plane = GratingMosaic().plane(width: width, height: height, generator: &generator)
    #expect(plane.width == width && plane.height == height)
    #expect(plane.samples.allSatisfy { $0.isFinite })
  }
}
