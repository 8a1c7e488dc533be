import Perturbation
import Raster

/// Fits gains for the perturbation and for the mark place by place, so that the written file keeps the strength's limits of visibility
/// everywhere: first on the layers as they are meant, then on the file as it is decoded.
struct VisibilityFit {
  /// Long side in pixels of the copy on which gains are fitted before anything is written: a map of the full picture costs as much as
  /// all else together.
  private static let fittingSide = 1536
  /// Rounds of fitting on the layers of the perturbation and of the mark.
  private static let (rounds, markRounds) = (6, 2)
  /// Files in which single places are weakened until the limits hold; after them the whole change is halved each time.
  private static let trials = 5
  /// Halvings after which nothing is left of a change: eight levels become an eighth of one.
  private static let halvings = 6
  /// The mark's fraction of every limit. In smooth places it is most of what is left, since a mark that cannot be read is worth nothing and
  /// a weaker perturbation is worth a little.
  private static let markShare = 0.95

  private let layers: Layers
  private let start: Double
  private let recipe: Recipe
  private let original: RasterImage
  private let alpha: Plane?
  private let bound: VisibilityBound

  /// - Parameter scale: of the perturbation, from which gains are counted.
  init(_ layers: Layers, from scale: Double, picture: Prepared, recipe: Recipe) {
    self.layers = layers
    start = min(scale, layers.maximumScale)
    self.recipe = recipe
    original = picture.seen
    alpha = picture.alpha
    bound = VisibilityBound(reference: original, alpha: alpha, limits: recipe.strength.limits)
  }

  /// The best file that keeps the limits at every place.
  ///
  /// - Parameters:
  ///   - working: the perturbation at the working resolution.
  ///   - run: the closed loop over layers, from a scale.
  /// - Throws: `ProtectionError.tooVisible` if even a trace of the layers is over a limit, what `run` throws.
  func callAsFunction(
    working: RasterImage?, run: (Layers, Double) throws -> FittedFile
  ) throws -> FittedFile {
    let gains = gains()
    var placed = layers
    placed.mark = applied(gains.mark, to: layers.mark)
    placed.perturbation = applied(gains.perturbation, to: layers.perturbation)
    placed.maximumScale = start
    if let working, let perturbation = gains.perturbation {
      placed.maximumScale = min(start, patternScale(of: VisibilityBound.applied(perturbation, to: working)))
    }
    var excess = 1.0
    for trial in 0..<Self.trials + Self.halvings {
      let fitted = try run(placed, placed.maximumScale)
      let map = bound.map(of: fitted.picture)
      excess = recipe.strength.limits.excess(of: bound.visibility(of: map))
      if excess <= 1 { return fitted }
      placed.maximumScale = min(placed.maximumScale, max(fitted.scale, 0.01))
      if trial < Self.trials {
        let corrections = bound.corrections(for: map, power: Float(1 << trial))
        placed.perturbation = placed.perturbation.map { VisibilityBound.applied(corrections, to: $0) }
        // What is still seen after a weaker perturbation is the mark's.
        if trial > 0 || placed.perturbation == nil { placed.mark = applied(corrections, to: placed.mark) }
      } else {
        placed.perturbation = placed.perturbation?.map { $0 / 2 }
        placed.mark = placed.mark?.map { $0 / 2 }
      }
    }
    throw ProtectionError.tooVisible(excess: excess)
  }

  /// The scale at which a perturbation with its gains is as visible as a pattern as the strength allows.
  private func patternScale(of perturbation: RasterImage) -> Double {
    let picture = original.rgb.shrunk(toLongSide: recipe.workingSide)
    guard picture.hasSameShape(as: perturbation) else { return start }
    return recipe.strength.maximumVisibility / max(1e-6, PatternVisibility()(of: perturbation, on: picture))
  }

  /// Gains for the layers as they are meant, before anything is written: the mark's first, since it has to be read through the
  /// perturbation and not the other way round.
  private func gains() -> (perturbation: Plane?, mark: Plane?) {
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
    let markGains = mark.map { mark in
      fit(fitting, share: Self.markShare, rounds: Self.markRounds, boosts: false, on: small) { gains in
        Layers(perturbation: nil, mark: VisibilityBound.applied(gains, to: mark))
      }
    }
    let laid = applied(markGains, to: mark)
    let perturbationGains = perturbation.map { perturbation in
      fit(fitting, share: 1, rounds: Self.rounds, boosts: true, on: small) { gains in
        Layers(perturbation: VisibilityBound.applied(gains, to: perturbation), mark: laid)
      }
    }
    return (perturbationGains, markGains)
  }

  /// A plane of the full picture at the size of a smaller copy.
  private static func shrunk(_ plane: Plane, to small: RasterImage) -> Plane {
    RasterImage(planes: [plane]).shrunk(toLongSide: max(small.width, small.height)).planes[0]
  }

  /// Gains that bring what layers show to a share of the limits.
  private func fit(
    _ fitting: VisibilityBound, share: Double, rounds: Int, boosts: Bool, on picture: RasterImage,
    layers: (Plane) -> Layers
  ) -> Plane {
    let epsilon = Float(recipe.epsilon) / 255
    var gains = VisibilityBound.unity(width: picture.width, height: picture.height)
    var levels = fitting.levels(share: share)
    for round in 0..<rounds {
      guard let sum = layers(gains).sum(scale: Float(start), epsilon: epsilon) else { break }
      let map = fitting.map(
        of: picture.combined(with: sum.matching(picture)) {
          $0.within($0 + min(epsilon, max(-epsilon, $1)))
        })
      if round > 1 || !boosts { levels = levels.closer(to: recipe.strength.limits, from: fitting.visibility(of: map)) }
      gains = VisibilityBound.multiplied(gains, fitting.factors(for: map, levels: levels, boosts: boosts))
    }
    return gains
  }

  private func applied(_ gains: Plane?, to layer: RasterImage?) -> RasterImage? {
    guard let gains, let layer else { return layer }
    return VisibilityBound.applied(gains, to: layer)
  }
}
