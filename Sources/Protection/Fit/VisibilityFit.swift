import Perturbation
import Raster

/// Fits gains for the perturbation and for the mark place by place, so that the written file keeps the strength's limits of visibility
/// everywhere: first on the layers as they are meant, then on the file as it is decoded.
struct VisibilityFit {
  /// Long side in pixels of the copy on which gains are fitted before anything is written: a map of the full picture costs as much as
  /// all else together.
  private static let fittingSide = 1024
  /// Rounds of fitting on the layers of the perturbation and of the mark.
  private static let (rounds, markRounds) = (6, 2)
  /// Files in which single places are weakened until the limits hold; after them the whole change is halved each time.
  private static let trials = 5
  /// Halvings after which nothing is left of a change: eight levels become an eighth of one.
  private static let halvings = 6
  /// The mark's fraction of every limit. In smooth places it is most of what is left, since a mark that cannot be read is worth nothing and
  /// a weaker perturbation is worth a little.
  private static let markShare = 0.95

  private let start: Double
  private let recipe: Recipe
  private let original: RasterImage
  private let alpha: Plane?
  private let bound: VisibilityBound

  /// - Parameter scale: of the perturbation, from which gains are counted.
  init(from scale: Double, picture: Prepared, recipe: Recipe) {
    start = scale
    self.recipe = recipe
    original = picture.seen
    alpha = picture.alpha
    bound = VisibilityBound(reference: original, alpha: alpha, limits: recipe.strength.limits)
  }

  /// The best file that keeps the limits at every place.
  ///
  /// - Parameters:
  ///   - layers: are consumed: of a large picture they are a good part of the memory.
  ///   - working: the perturbation at the working resolution.
  /// - Throws: `ProtectionError.tooVisible` if even a trace of the layers is over a limit, what the loop throws.
  func callAsFunction(_ layers: consuming Layers, working: RasterImage?, loop: ClosedLoop) throws -> FittedFile {
    place(&layers, working: working)
    let fitted = try loop.run(layers, from: layers.maximumScale)
    var maps = bound.maps(of: fitted.picture)
    guard excess(of: maps.distances) > 1 else { return fitted }
    return try corrected(&layers, like: (consume fitted).plan, maps: &maps, loop: loop)
  }

  /// Gives the layers the gain of every place, and the largest scale that leaves no pattern.
  private func place(_ layers: inout Layers, working: RasterImage?) {
    let gains = gains(for: layers)
    layers.apply(gains.perturbation, mark: gains.mark)
    layers.maximumScale = start
    guard var working, let perturbation = gains.perturbation else { return }
    VisibilityBound.apply(perturbation, to: &working)
    layers.maximumScale = min(start, patternScale(of: working))
  }

  /// Weakens the layers where a file is over a limit until one is over none.
  private func corrected(
    _ layers: inout Layers, like plan: FilePlan, maps: inout VisibilityBound.Maps, loop: ClosedLoop
  ) throws -> FittedFile {
    var plan = plan
    layers.maximumScale = plan.scale
    for trial in 0..<Self.trials + Self.halvings {
      weaken(&layers, where: maps.distances, trial: trial)
      let draft = try loop.draft(layers, like: plan)
      maps.update(to: draft.picture)
      guard excess(of: maps.distances) <= 1 else { continue }
      if let file = try loop.file(of: draft) { return file }
      // What was changed less costs more after all: another scale is searched.
      let fitted = try loop.run(layers, from: plan.scale)
      maps.update(to: fitted.picture)
      if excess(of: maps.distances) <= 1 { return fitted }
      plan = fitted.plan
      layers.maximumScale = plan.scale
    }
    throw ProtectionError.tooVisible(excess: excess(of: maps.distances))
  }

  private func weaken(_ layers: inout Layers, where map: Plane, trial: Int) {
    if trial < Self.trials {
      let corrections = bound.corrections(for: map, power: Float(1 << trial))
      // What is still seen after a weaker perturbation is the mark's.
      layers.apply(corrections, mark: trial > 0 || layers.perturbation == nil ? corrections : nil)
    } else {
      layers.halve()
    }
  }

  /// By what factor a map is over the limit that it breaks the most.
  private func excess(of map: Plane) -> Double { recipe.strength.limits.excess(of: bound.visibility(of: map)) }

  /// The scale at which a perturbation with its gains is as visible as a pattern as the strength allows.
  private func patternScale(of perturbation: RasterImage) -> Double {
    let picture = original.rgb.shrunk(toLongSide: recipe.workingSide)
    guard picture.hasSameShape(as: perturbation) else { return start }
    return recipe.strength.maximumVisibility / max(1e-6, PatternVisibility()(of: perturbation, on: picture))
  }

  /// Gains for the layers as they are meant, before anything is written: the mark's first, since it has to be read through the
  /// perturbation and not the other way round.
  private func gains(for layers: borrowing Layers) -> (perturbation: Plane?, mark: Plane?) {
    let side = Self.fittingSide
    let small = original.shrunk(toLongSide: side)
    let isWhole = small.width == original.width
    let fitting =
      isWhole
      ? bound
      : VisibilityBound(
        reference: small, alpha: alpha.map { Self.shrunk($0, to: small) }, limits: recipe.strength.limits,
        detail: Self.shrunk(bound.detail, to: small))
    let mark = layers.mark?.enlarged(to: small)
    let perturbation = layers.perturbation?.enlarged(to: small)
    var maps: VisibilityBound.Maps?
    var result = (perturbation: Plane?.none, mark: Plane?.none)
    if mark != nil {
      let alone = Layers(perturbation: nil, mark: mark)
      result.mark = fit(fitting, &maps, share: Self.markShare, rounds: Self.markRounds, boosts: false, on: small) {
        alone.with(mark: $0)
      }
    }
    if perturbation != nil {
      let both = Layers(perturbation: perturbation, mark: mark).with(mark: result.mark)
      result.perturbation = fit(fitting, &maps, share: 1, rounds: Self.rounds, boosts: true, on: small) {
        both.with($0)
      }
    }
    return result
  }

  /// A plane of the full picture at the size of a smaller copy.
  private static func shrunk(_ plane: Plane, to small: RasterImage) -> Plane {
    RasterImage(planes: [plane]).shrunk(toLongSide: max(small.width, small.height)).planes[0]
  }

  /// Gains that bring what layers show to a share of the limits.
  private func fit(
    _ fitting: VisibilityBound, _ maps: inout VisibilityBound.Maps?, share: Double, rounds: Int, boosts: Bool,
    on picture: RasterImage, layers: (Plane) -> Layers
  ) -> Plane {
    let epsilon = Float(recipe.epsilon) / 255
    var gains = VisibilityBound.unity(width: picture.width, height: picture.height)
    var levels = fitting.levels(share: share)
    for round in 0..<rounds {
      guard let sum = layers(gains).sum(scale: Float(start), epsilon: epsilon) else { break }
      let changed = picture.combined(with: sum.matching(picture)) {
        $0.within($0 + min(epsilon, max(-epsilon, $1)))
      }
      if maps == nil { maps = fitting.maps(of: changed, keepsBands: true) } else { maps?.update(to: changed) }
      guard let map = maps?.distances else { break }
      if round > 1 || !boosts { levels = levels.closer(to: recipe.strength.limits, from: fitting.visibility(of: map)) }
      gains = VisibilityBound.multiplied(gains, fitting.factors(for: map, levels: levels, boosts: boosts))
    }
    return gains
  }
}
