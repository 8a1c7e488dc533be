import Foundation
import Raster
import Surrogates

/// The settings of the search for a perturbation.
package struct PerturbationSettings: Sendable, Equatable {
  /// The largest number of gradient steps.
  package var steps: Int
  /// The least gain of a step in the mean logarithm of squared distances; the search ends after a round of views that gains
  /// less (see `Plateau`). 0.002 is a tenth of a percent of drift.
  package var leastGain = 0.002
  /// Root mean square of the change at the working resolution, in sRGB-encoded 0…1.
  package var amplitude: Float
  /// The largest change of a sample, in sRGB-encoded 0…1.
  package var epsilon: Float
  /// The standard deviation, in pixels, of the blur that is subtracted from the perturbation (a high-pass filter); `nil` for
  /// none. Coarse patterns cost the most SSIMULACRA2, fine ones do not survive a blur: a smaller value moves encoders further
  /// in the unhandled picture and hardly further than noise after a blur of two pixels (Research/notes/perturbation.md).
  package var highPass: Double?
  /// Step length as a share of `amplitude`.
  package var rate: Float
  /// The weight of the latent, where every other layer of an encoder weighs 1. Generators are trained on the latent; the layers
  /// before it keep the gradient from overfitting the last convolution.
  package var latentWeight: Float
  /// The pattern that the search starts from.
  package var start: GratingMosaic
  /// A second mosaic of coarser gratings under the first, whose periods survive a blur of two pixels.
  package var undertone = GratingMosaic(cell: 24, periods: 7...14)
  /// The share of the start's energy in the undertone, 0..<1. A larger share moves encoders further after a blur and less far
  /// without one (Research/notes/perturbation.md).
  package var undertoneShare: Float = 0.1
  /// Which views the change is optimised over.
  package var views: ViewRecipe
  /// How visible the perturbation may be at each place.
  package var mask: PerceptualMask

  /// How much of each step goes against what is seen. LPIPS counts more where there are few steps: each takes away a part of what it sees
  /// (Research/notes/perturbation.md).
  var visibilityWeights: VisibilityWeights {
    VisibilityWeights(lpips: max(0.15, min(0.6, 4.8 / Float(max(1, steps)))), ssimulacra2: 0.6)
  }

  package init(
    steps: Int = 40, amplitude: Float = 3 / 255, epsilon: Float = 8 / 255, highPass: Double? = 4, rate: Float = 0.5,
    latentWeight: Float = 20, start: GratingMosaic = GratingMosaic(),
    views: ViewRecipe = ViewRecipe(), mask: PerceptualMask = PerceptualMask()
  ) {
    self.steps = steps
    self.amplitude = amplitude
    self.epsilon = epsilon
    self.highPass = highPass
    self.rate = rate
    self.latentWeight = latentWeight
    self.start = start
    self.views = views
    self.mask = mask
  }
}

/// Searches for the perturbation that moves encoders the furthest: projected gradient ascent over an expectation of views
/// (EoT), against what a metric of visibility sees, under a perceptual mask, a fixed root mean square and a hard L∞ cap.
package struct Perturber: Sendable {
  package let encoders: [any DifferentiableEncoder]
  package let settings: PerturbationSettings
  /// What bends the start to the picture, if anything does.
  package let generator: PatternGenerator?
  /// By what the gradient steps keep the change little visible, if by anything.
  package let metric: (any DifferentiableEncoder)?

  /// - Precondition: at least one encoder, all of whose granularities divide that of the view recipe.
  package init(
    encoders: [any DifferentiableEncoder], settings: PerturbationSettings, generator: PatternGenerator? = nil,
    metric: (any DifferentiableEncoder)? = nil
  ) {
    precondition(!encoders.isEmpty, "a change needs an encoder to move")
    precondition(
      encoders.allSatisfy { settings.views.granularity % $0.granularity == 0 }, "views must fit every encoder")
    self.encoders = encoders
    self.settings = settings
    self.generator = generator
    self.metric = metric
  }

  /// The change to add to a picture, at the working resolution: three planes, sRGB-encoded difference 0…1.
  ///
  /// - Parameters:
  ///   - picture: the working copy, three sRGB-encoded planes 0…1.
  ///   - share: how much of each pixel may change at all, 0…1 of the same size: its opacity, less flat fills.
  ///   - target: what the encoders should take the picture for, of the same size; none means away from the picture.
  ///   - seed: everything random comes from it.
  ///   - rescale: called after a third of the steps with the change so far; answers the factor by which its amplitude
  ///     should change, so that the rest is optimised at the strength that it will be used at.
  /// - Throws: what the encoders throw.
  package func change(
    for picture: RasterImage, share: Plane? = nil, target: RasterImage? = nil, seed: UInt64,
    rescale: (RasterImage) throws -> Float = { _ in 1 }
  ) throws -> RasterImage {
    var field = ChangeField(
      start: try start(on: picture, seed: seed), mask: settings.mask(picture, share: share),
      highPass: settings.highPass, epsilon: settings.epsilon, amplitude: settings.amplitude)
    guard settings.steps > 0 else { return field.change }
    let views = settings.views.views(width: picture.width, height: picture.height, seed: seed).prefix(settings.steps)
    var objective = try EnsembleObjective(
      encoders: encoders, views: Array(views), reference: target ?? picture, latentWeight: settings.latentWeight,
      approaches: target != nil)
    let visibility = try visibility(of: picture)
    let calibration = settings.steps / 3
    // Rounds compare once the strength is known: from the first that begins after that.
    let firstRound = (calibration + views.count - 1) / views.count * views.count
    var plateau = Plateau(round: views.count, leastGain: settings.leastGain)
    for step in 0..<settings.steps {
      if step == calibration, step > 0 {
        field.amplitude *= try rescale(field.change)
      }
      let perturbed = picture.combined(with: field.change) { $0 + $1 }
      var (gradient, value) = try objective.direction(at: perturbed, view: step % views.count)
      if let balanced = try visibility?.balanced(gradient, at: perturbed, weights: settings.visibilityWeights) {
        gradient = balanced
      }
      // Cosine decay: long steps find the basin, short ones settle in it.
      let progress = Float(step) / Float(max(1, settings.steps))
      field.ascend(gradient, rate: settings.rate * (0.1 + 0.9 * 0.5 * (1 + cos(.pi * progress))))
      if step >= firstRound, plateau.isReached(by: target == nil ? value : -value) { break }
    }
    return field.change
  }

  /// What the steps keep little visible; `nil` without a metric, and for a picture that is too small for it: of such a one LPIPS says nothing.
  private func visibility(of picture: RasterImage) throws -> VisibilityObjective? {
    do {
      return try metric.map { try VisibilityObjective(metric: $0, reference: picture) }
    } catch SurrogateError.invalidSize {
      return nil
    }
  }

  /// The pattern before the first step: the mosaic, bent to the picture where there is a generator. A generator may choose neither how
  /// strong nor how fine it is: left to itself it finds what its own surrogate answers to and no other encoder.
  private func start(on picture: RasterImage, seed: UInt64) throws -> Plane {
    var random = SeededGenerator(seed: seed, purpose: "start")
    var mosaic = settings.start.plane(width: picture.width, height: picture.height, generator: &random)
    if settings.undertoneShare > 0 {
      let undertone = settings.undertone.plane(width: picture.width, height: picture.height, generator: &random)
      let level = (settings.undertoneShare / (1 - settings.undertoneShare)).squareRoot()
      mosaic = mosaic.combined(with: undertone) { $0 + level * $1 }
    }
    guard let generator else { return mosaic }
    return RadialSpectrum(of: mosaic).imposed(on: try generator(mosaic, for: picture.luma()))
  }
}
