import Perturbation
import Raster
import Surrogates
import Synchronization
import Testing

/// A search ends when it no longer pays.
@Suite struct EarlyStopTests {
  /// Counts its steps.
  private final class Counted: DifferentiableEncoder {
    let encoder = RidgeEncoder(name: "ridges")
    let steps = Atomic(0)
    var name: String { encoder.name }
    var granularity: Int { encoder.granularity }

    func features(of image: RasterImage) -> [Tensor] { encoder.features(of: image) }

    func step(at image: RasterImage, references: [Tensor], weights: [Float]) -> (
      squaredDistances: [Double], gradient: RasterImage
    ) {
      steps.add(1, ordering: .relaxed)
      return encoder.step(at: image, references: references, weights: weights)
    }
  }

  private func steps(leastGain: Double, approaching: Bool = false) throws -> Int {
    let picture = testPicture()
    var settings = PerturbationSettings(
      steps: 120, amplitude: 2 / 255, epsilon: 6 / 255, views: ViewRecipe(longestSide: 96, granularity: 16))
    settings.leastGain = leastGain
    let encoder = Counted()
    _ = try Perturber(encoders: [encoder], settings: settings).change(
      for: picture, target: approaching ? picture.map { 1 - $0 } : nil, seed: 1)
    return encoder.steps.load(ordering: .relaxed)
  }

  @Test(arguments: [false, true]) func whatGainsTooLittleIsNotDone(approaching: Bool) throws {
    #expect(try steps(leastGain: -.infinity, approaching: approaching) == 120)
    let usual = try steps(leastGain: 0.002, approaching: approaching)
    // Whole rounds of views, and not before the strength is known.
    let round = ViewRecipe.handled.count
    #expect(usual < 120 && usual > 40 && usual.isMultiple(of: round), "\(usual)")
    // Two whole rounds after the third of the steps at which it becomes known.
    #expect(try steps(leastGain: .infinity, approaching: approaching) == (40 / round + 3) * round)
  }
}
