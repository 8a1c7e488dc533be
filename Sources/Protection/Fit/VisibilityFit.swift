import Foundation
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
  /// The share of the limits of smooth places that is aimed at. At the limit itself a pattern in a sky is still told from the original
  /// when the two are looked at in turn. Flat art has fewer skies, and its perturbation lies at outlines; a mark alone makes no pattern:
  /// both may have more.
  private static let (calm, calmInFlatArt) = (0.55, 0.75)
  /// The mark's, which is grain and no pattern.
  private static let markCalm = 0.65
  /// The scale of the perturbation at which its gains are fitted: they make up for what it is, up to the largest gain, and no file gets
  /// a larger one.
  private static let placingScale = 1.5

  private let recipe: Recipe
  private let original: PackedImage
  private let alpha: Plane?
  private let hasFills: Bool
  private let bound: VisibilityBound

  init(picture: Prepared, recipe: Recipe) {
    self.recipe = recipe
    original = picture.seen
    alpha = picture.alpha
    hasFills = picture.fills != nil
    bound = VisibilityBound(reference: original, alpha: alpha, limits: recipe.strength.limits)
  }

  /// Layers with the gain of every place, and the largest scale that leaves no pattern.
  ///
  /// - Parameter working: the perturbation at the working resolution; `nil` if it makes no pattern.
  func placed(_ layers: Layers, working: RasterImage?) -> Layers {
    let scale = working == nil ? layers.maximumScale : Self.placingScale
    let gains = gains(for: layers, at: scale)
    var placed = layers.with(gains.perturbation, mark: gains.mark)
    placed.maximumScale = scale
    guard let working, let perturbation = gains.perturbation else { return placed }
    if let most = patternScale(of: Layer(working).with(perturbation).whole) { placed.maximumScale = min(scale, most) }
    return placed
  }

  /// The best file that keeps the limits at every place.
  ///
  /// - Parameters:
  ///   - layers: with their gains.
  ///   - scale: of the perturbation, the first to try.
  ///   - isScored: whether a sample of the picture costs what it may at this scale. The full picture then is scored when it is within the
  ///     limits, and its scale is searched only if it costs more.
  /// - Throws: `ProtectionError.tooVisible` if even a trace of the layers is over a limit, what the loop throws.
  func callAsFunction(_ layers: Layers, from scale: Double, isScored: Bool, loop: ClosedLoop) throws -> FittedFile {
    var layers = layers
    var draft = isScored ? try loop.draft(layers, at: scale) : nil
    if draft == nil { draft = try loop.run(layers, from: scale) }
    var maps: VisibilityBound.Maps?
    for trial in 0...Self.trials + Self.halvings {
      if fits(draft, &maps) {
        // Scoring needs the memory of the maps.
        maps = nil
        if let file = try draft.flatMap({ try loop.file(of: $0) }) { return file }
        // What was changed less costs more after all, or is larger than a part of it said: another scale is searched.
        draft = try draft.map { try loop.run(layers, from: $0.plan.scale, encodes: true) }
        if fits(draft, &maps), let file = try draft.flatMap({ try loop.file(of: $0) }) { return file }
      }
      guard trial < Self.trials + Self.halvings, let plan = draft?.plan, let map = maps?.distances else { break }
      layers.maximumScale = plan.scale
      layers = weakened(layers, where: map, trial: trial)
      // The next picture is made when this one's memory is free.
      draft = nil
      draft = try loop.draft(layers, like: plan)
    }
    throw ProtectionError.tooVisible(excess: maps.map { excess(of: $0.distances) } ?? 0)
  }

  /// Whether a picture is within the limits of every place; its distances are taken up.
  private func fits(_ draft: ClosedLoop.Draft?, _ maps: inout VisibilityBound.Maps?) -> Bool {
    guard let picture = draft?.picture else { return false }
    if maps == nil { maps = bound.maps(of: picture) } else { maps?.update(to: picture) }
    return maps.map { excess(of: $0.distances) <= 1 } ?? false
  }

  private func weakened(_ layers: Layers, where map: Plane, trial: Int) -> Layers {
    guard trial < Self.trials else { return layers.halved }
    // What is seen comes from everything around a place, so that the first file is weakened by more than in proportion, and what is
    // still over a limit needs more again: each trial costs a file and a map.
    let corrections = bound.corrections(for: map, power: pow(2, Float(trial + 1)))
    // What is still seen after a weaker perturbation is the mark's.
    return layers.with(corrections, mark: trial > 0 || layers.perturbation == nil ? corrections : nil)
  }

  /// By what factor a map is over the limit that it breaks the most.
  private func excess(of map: Plane) -> Double { recipe.strength.limits.excess(of: bound.visibility(of: map)) }

  /// The scale at which a perturbation with its gains is as visible as a pattern as the strength allows; `nil` if it is of another size than
  /// the working copy.
  private func patternScale(of perturbation: RasterImage) -> Double? {
    let picture = original.shrunk(toLongSide: recipe.workingSide).rgb
    guard picture.hasSameShape(as: perturbation) else { return nil }
    return recipe.maximumScale(of: perturbation, on: picture)
  }

  /// Gains for the layers as they are meant, before anything is written: the mark's first, since it has to be read through the
  /// perturbation and not the other way round.
  private func gains(for layers: Layers, at scale: Double) -> (perturbation: Plane?, mark: Plane?) {
    let small = original.shrunk(toLongSide: Self.fittingSide)
    let (width, height) = (small.width, small.height)
    let isWhole = width == original.width && height == original.height
    let fitting =
      isWhole
      ? bound
      : VisibilityBound(
        reference: small, alpha: alpha.map { Self.shrunk(RasterImage(planes: [$0]), width, height).planes[0] },
        limits: recipe.strength.limits, smooth: bound.smooth.shrunk(toWidth: width, height: height))
    let mark = layers.mark.map { Layer(isWhole ? $0.whole : Self.shrunk($0, width, height)) }
    let perturbation = layers.perturbation.map { Layer(isWhole ? $0.whole : Self.shrunk($0, width, height)) }
    let texture = fitting.texture()
    let calm = hasFills || perturbation == nil ? Self.calmInFlatArt : Self.calm
    var maps: VisibilityBound.Maps?
    var result = (perturbation: Plane?.none, mark: Plane?.none)
    if mark != nil {
      let alone = Layers(perturbation: nil, mark: mark)
      let levels = fitting.levels(share: Self.markShare, calm: max(calm, Self.markCalm))
      result.mark = fit(
        fitting, texture, &maps, at: scale, levels: levels, rounds: Self.markRounds, largest: 1,
        on: small
      ) { alone.with(mark: $0) }
    }
    if perturbation != nil {
      let both = Layers(perturbation: perturbation, mark: mark).with(mark: result.mark)
      result.perturbation = fit(
        fitting, texture, &maps, at: scale, levels: fitting.levels(calm: calm), rounds: Self.rounds,
        largest: CellGains.largest, on: small
      ) { both.with($0) }
    }
    return result
  }

  /// Something of the size of the full picture at a smaller one.
  private static func shrunk(_ change: some PictureChange, _ width: Int, _ height: Int) -> RasterImage {
    SeparableMap.resize(width: change.width, height: change.height, to: width, height)(change)
  }

  /// Gains that bring what layers show to levels.
  private func fit(
    _ fitting: VisibilityBound, _ texture: Plane, _ maps: inout VisibilityBound.Maps?, at scale: Double,
    levels: VisibilityBound.Levels, rounds: Int, largest: Float, on picture: RasterImage, layers: (Plane) -> Layers
  ) -> Plane {
    let epsilon = Float(recipe.epsilon) / 255
    var gains = VisibilityBound.unity(width: picture.width, height: picture.height)
    var levels = levels
    for round in 0..<rounds {
      guard let sum = layers(gains).sum(scale: Float(scale), epsilon: epsilon)?.whole else { break }
      let changed = picture.combined(with: sum.matching(picture)) {
        $0.within($0 + min(epsilon, max(-epsilon, $1)))
      }
      if maps == nil { maps = fitting.maps(of: changed, keepsBands: true) } else { maps?.update(to: changed) }
      guard let map = maps?.distances else { break }
      if round > 1 { levels = levels.closer(from: fitting.visibility(of: map)) }
      gains = CellGains.multiplied(
        gains, fitting.factors(for: map, levels: levels, texture: texture), upTo: largest)
    }
    return gains
  }
}
