import Foundation
import PerceptualMetrics
import Perturbation
import Raster
import Surrogates

/// A picture with its perturbation at the working resolution.
struct Searched {
  let prepared: Prepared
  /// `nil` when the recipe perturbs nothing, and for a picture that is left as it is.
  let perturbation: WorkingPerturbation?
}

/// The second stage of protecting: searches the perturbation that moves the encoders furthest, at the working resolution.
struct SearchStage: Sendable {
  /// Number of pixels beyond which the surrogates' graphs are released after the search: rebuilding them takes a fraction of
  /// a second, and the later stages need the memory.
  private static let largePicture = 6_000_000

  let recipe: Recipe
  let surrogates: [Session]
  let generator: PatternGenerator?
  /// By what gradient steps keep a perturbation little visible.
  let metric: Session?
  let targets: [PerturbationTarget]
  private let cache = PerturbationCache()

  init(
    recipe: Recipe, surrogates: [Session], generator: PatternGenerator?, metric: Session?,
    targets: [PerturbationTarget]
  ) {
    self.recipe = recipe
    self.surrogates = surrogates
    self.generator = generator
    self.metric = metric
    self.targets = targets
  }

  /// Everything on which the perturbation was tuned: the surrogates, and the encoders that trained the generator.
  var tunedOn: [String] {
    let names = surrogates.map(\.name)
    return names + (generator?.teachers ?? []).filter { !names.contains($0) }
  }

  /// - Throws: `SurrogateError`.
  func callAsFunction(_ prepared: Prepared) throws -> Searched {
    guard recipe.perturbs else { return Searched(prepared: prepared, perturbation: nil) }
    let perturbation = try cache.perturbation(for: prepared.sha256) { try search(prepared) }
    if prepared.original.width * prepared.original.height > Self.largePicture {
      for session in surrogates + [metric].compactMap(\.self) { session.releaseGraphs() }
      FreedMemory.giveBack()
    }
    return Searched(prepared: prepared, perturbation: perturbation)
  }

  private func search(_ prepared: Prepared) throws -> WorkingPerturbation {
    let working = prepared.original.shrunk(toLongSide: recipe.workingSide).rgb
    let goal = try goal(of: working)
    if recipe.preparation?.grain?.canBeShaped == true, let plain = prepared.ungrained, let generator, goal == nil {
      let opacity = prepared.alpha.map { RasterImage(planes: [$0]).shrunk(toLongSide: recipe.workingSide).planes[0] }
      let change = try GrainShaping(generator: generator).change(
        of: working, plain: plain.shrunk(toLongSide: recipe.workingSide).rgb, opacity: opacity)
      return WorkingPerturbation(image: change, goal: nil, isGrain: true)
    }
    let share = FlatFills.share(opacity: prepared.alpha, fills: prepared.fills)
    let image = try optimise(working, share: share, target: goal?.picture, seed: prepared.seed)
    return WorkingPerturbation(image: image, goal: goal, isGrain: false)
  }

  /// The target that is nearest to a working copy, at its size; `nil` without targets.
  private func goal(of working: RasterImage) throws -> (name: String, picture: RasterImage)? {
    guard !targets.isEmpty else { return nil }
    let pictures = targets.map { $0.picture(working.width, working.height) }
    let index = try TargetChoice.nearest(to: working, among: pictures, encoders: surrogates)
    return (targets[index].name, pictures[index])
  }

  /// The perturbation at the working resolution, optimised at about the amplitude that it will have.
  private func optimise(
    _ working: RasterImage, share: Plane?, target: RasterImage?, seed: UInt64
  ) throws -> RasterImage {
    let workingShare = share.map { share in
      RasterImage(planes: [share]).shrunk(toLongSide: recipe.workingSide).planes[0].map { min(1, max(0, $0)) }
    }
    let perturber = Perturber(
      encoders: surrogates, settings: settings(hasTarget: target != nil), generator: generator, metric: metric)
    return try perturber.change(for: working, share: workingShare, target: target, seed: seed) { change in
      // The perturber asks at most once, and never where no gradient step follows.
      let reference = SSIMULACRA2.Reference(working)
      let search = StrengthSearch(
        cost: .init(minimumScore: recipe.strength.minimumScore, tolerance: 1),
        bracket: .init(upTo: min(4, recipe.maximumScale(of: change, on: working))), evaluations: 6)
      let found = search.run(from: 1) { scale in
        let candidate = working.combined(with: change) { min(1, max(0, $0 + $1 * Float(scale))) }
        return .scored(reference.score(candidate), ())
      }
      return Float(found?.scale ?? 1)
    }
  }

  private func settings(hasTarget: Bool) -> PerturbationSettings {
    var settings = PerturbationSettings(steps: recipe.steps, epsilon: Float(recipe.epsilon) / 255)
    if recipe.isTunedOnStrokes {
      settings.latentWeight = 1  // the encoder of strokes has no latent
      settings.highPass = nil  // it reacts to fine patterns as they are
      settings.views.kinds = ViewRecipe.brief
      if generator != nil { settings.rate = 0.4 }  // the generator has gone most of the way
    }
    // Without coarse components a perturbation gets less far toward a target.
    if hasTarget {
      settings.highPass = nil
      settings.undertoneShare = 0
    }
    // The sides of views must be multiples of what every encoder needs.
    settings.views.granularity = surrogates.reduce(settings.views.granularity) {
      Self.leastCommonMultiple($0, $1.encoder.granularity)
    }
    return settings
  }

  private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return a / x * b
  }
}
