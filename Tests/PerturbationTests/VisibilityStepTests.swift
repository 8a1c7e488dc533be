import Foundation
import Perturbation
import Raster
import Testing

/// Gradient steps go against what a metric of visibility sees.
@Suite struct VisibilityStepTests {
  private let settings = PerturbationSettings(
    steps: 24, amplitude: 2 / 255, epsilon: 6 / 255, views: ViewRecipe(longestSide: 96, granularity: 16))
  private let mover = RidgeEncoder(name: "mover", sigma: 0.7)
  private let metric = RidgeEncoder(name: "metric", sigma: 2)

  private func distance(_ encoder: RidgeEncoder, _ picture: RasterImage, _ change: RasterImage) -> Double {
    let before = encoder.features(of: picture)[0].elements
    let after = encoder.features(of: picture.combined(with: change) { $0 + $1 })[0].elements
    return zip(before, after).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }.squareRoot()
  }

  @Test func lowersWhatTheMetricSeesAtTheSameSize() throws {
    let picture = testPicture()
    let plain = try Perturber(encoders: [mover], settings: settings).change(for: picture, seed: 1)
    let quiet = try Perturber(encoders: [mover], settings: settings, metric: metric).change(for: picture, seed: 1)
    #expect(abs(quiet.rootMeanSquare / plain.rootMeanSquare - 1) < 0.15)
    #expect(distance(metric, picture, quiet) < 0.7 * distance(metric, picture, plain))
    #expect(distance(mover, picture, quiet) > 0.6 * distance(mover, picture, plain))
  }
}
