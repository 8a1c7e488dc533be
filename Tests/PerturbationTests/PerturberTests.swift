import Foundation
import Perturbation
import Raster
import Surrogates
import Testing

@Suite struct PerturberTests {
  private let settings = PerturbationSettings(
    steps: 24, amplitude: 2 / 255, epsilon: 6 / 255, views: ViewRecipe(longestSide: 96, granularity: 16))

  private func drift(_ encoder: RidgeEncoder, _ picture: RasterImage, _ change: RasterImage) -> Double {
    let before = encoder.features(of: picture)[0].elements
    let after = encoder.features(of: picture.combined(with: change) { $0 + $1 })[0].elements
    return zip(before, after).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }.squareRoot()
  }

  /// Noise under the same mask, as large as `change`.
  private func noise(under picture: RasterImage, as change: RasterImage) -> RasterImage {
    var generator = SeededGenerator(seed: 9)
    let mask = settings.mask(picture)
    let noise = RasterImage(
      planes: (0..<3).map { _ in
        generator.normalPlane(width: picture.width, height: picture.height).combined(with: mask) { $0 * $1 }
      })
    let factor = Float(change.rootMeanSquare / noise.rootMeanSquare)
    return noise.map { $0 * factor }
  }

  @Test func movesTheEncoderFurtherThanNoiseOfTheSameSize() throws {
    let picture = testPicture()
    let encoder = RidgeEncoder(name: "ridges")
    let change = try Perturber(encoders: [encoder], settings: settings).change(for: picture, seed: 1)
    let ratio = drift(encoder, picture, change) / drift(encoder, picture, noise(under: picture, as: change))
    #expect(ratio > 1.5, "only \(ratio) times noise")
  }

  @Test func movesEveryEncoderOfAnEnsemble() throws {
    let picture = testPicture()
    let encoders = [RidgeEncoder(name: "fine", sigma: 0.7), RidgeEncoder(name: "coarse", sigma: 2)]
    let change = try Perturber(encoders: encoders, settings: settings).change(for: picture, seed: 2)
    let noise = noise(under: picture, as: change)
    for encoder in encoders {
      let ratio = drift(encoder, picture, change) / drift(encoder, picture, noise)
      #expect(ratio > 1.2, "\(encoder.name): only \(ratio) times noise")
    }
  }

  @Test func comesCloserToATarget() throws {
    let picture = testPicture()
    let target = RasterImage(planes: picture.planes.map { plane in plane.map { 1 - $0 } })
    let encoder = RidgeEncoder(name: "ridges")
    let change = try Perturber(encoders: [encoder], settings: settings).change(for: picture, target: target, seed: 3)
    func distance(_ image: RasterImage) -> Double {
      zip(encoder.features(of: image)[0].elements, encoder.features(of: target)[0].elements)
        .reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }
    }
    #expect(distance(picture.combined(with: change) { $0 + $1 }) < 0.95 * distance(picture))
  }

  @Test func keepsTheCapTheMaskAndTheTransparentPart() throws {
    let picture = testPicture()
    var alpha = Plane(width: picture.width, height: picture.height, repeating: 1)
    for y in 0..<20 { for x in 0..<picture.width { alpha[x, y] = 0 } }
    let change = try Perturber(encoders: [RidgeEncoder(name: "ridges")], settings: settings)
      .change(for: picture, share: alpha, seed: 4)
    #expect(change.peak <= 6 / 255)
    #expect(change.planes.allSatisfy { $0.samples.prefix(20 * picture.width).allSatisfy { $0 == 0 } })
    func rms(_ columns: Range<Int>) -> Float {
      let values = change.planes.flatMap { plane in
        (24..<picture.height).flatMap { y in columns.map { plane[$0, y] } }
      }
      return (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
    }
    #expect(rms(4..<24) < 0.5 * rms(70..<94), "a flat fill must get much less than texture")
  }

  @Test func repeatsItselfWhateverTheThreads() throws {
    let picture = testPicture(width: 300, height: 280)
    let perturber = Perturber(encoders: [RidgeEncoder(name: "ridges")], settings: settings)
    let one = try Parallel.$threads.withValue(1) { try perturber.change(for: picture, seed: 5) }
    let three = try Parallel.$threads.withValue(3) { try perturber.change(for: picture, seed: 5) }
    #expect(one == three)
    #expect(try perturber.change(for: picture, seed: 6) != one)
  }
}
