import Comparison
import ImageCodec
import ImageContainer
import PerceptualMetrics
import Perturbation
import Raster

/// Searches the scale at which the decoded output just costs what the strength allows, within the bytes that the file may
/// grow by. Every trial is encoded, decoded again and scored.
struct ClosedLoop {
  /// Scores above this mean that hardly anything was changed.
  private static let faintScore = 95.0
  /// The share of a picture in flat fills above which they are the reason for a weak change.
  private static let flatShare = 0.2
  /// Dead zones for JPEG coefficients that were zero, tried one after the other until the file is small enough.
  private static let deadZones: [Float] = [0.15, 0.3, 0.5]

  /// A scale that was tried.
  struct Candidate {
    /// The samples that are given to the encoder, and how far any of them moves in levels of 255; of a JPEG they are not kept.
    let intended: Artwork?
    let peak: Double
    /// For JPEG, whose pixels are known only after encoding, and where the size decides.
    var file: EncodedFile?
    /// What a JPEG decodes to.
    var decoded: Artwork?
  }

  /// How one attempt ended.
  private enum Search {
    /// With the largest scale that fits; limited if a larger one was good enough, but not the size of its file.
    case fits(StrengthSearch.Trial<Candidate>, isGrowthLimited: Bool)
    /// At this scale the perturbation is not too visible, but the file is too large.
    case growsTooMuch(scale: Double)
  }

  /// A picture that may become the file. A lossless one is not encoded yet where it will surely be small enough.
  struct Draft {
    let layers: Layers
    let plan: FilePlan
    fileprivate(set) var candidate: Candidate
    /// As it is decoded.
    let picture: PackedImage
    /// SSIMULACRA2 of the picture, where it is known.
    let score: Double?
  }

  private let source: ClosedLoopSource
  private let recipe: Recipe
  private let editor: ImageEditor
  /// Scores candidates against the original.
  let comparison: Comparison
  /// The most bytes that the file may have.
  private(set) var byteLimit: Int

  /// - Parameter keepsReference: whether the original is kept ready for comparisons, unless it is large.
  init(_ source: ClosedLoopSource, recipe: Recipe, keepsReference: Bool = true) throws {
    self.source = source
    self.recipe = recipe
    editor = try ImageEditor(original: source.bytes, artwork: source.artwork)
    comparison =
      keepsReference
      ? Comparison(reference: source.original, alpha: source.alpha)
      : Comparison(reference: source.original, alpha: source.alpha, keepingUpTo: 0)
    byteLimit = source.byteLimit(growth: recipe.maximumGrowth(of: source.artwork.format))
  }

  /// The same loop with a limit to which the declared metadata does not count at all: for pictures that are smaller than it.
  var withMetadataAside: ClosedLoop {
    var loop = self
    loop.byteLimit = Int(maximumGrowth * Double(source.bytes.count)) + max(0, source.addedMetadata)
    return loop
  }

  private var artwork: Artwork { source.artwork }
  var maximumGrowth: Double { recipe.maximumGrowth(of: artwork.format) }

  /// Makes the best picture with these layers, whose perturbation is scaled.
  ///
  /// - Parameters:
  ///   - scale: the first to try.
  ///   - encodes: whether a large lossless picture is encoded even if a part of it says that it will be small enough.
  /// - Throws: `ProtectionError.overBudget` if even a small part of the perturbation costs too much, `.overGrowth` if even a
  ///   PNG without a perturbation is too large.
  func run(_ layers: Layers, from scale: Double = 1, encodes: Bool = false) throws -> Draft {
    var layers = layers
    var start = scale
    let attempts = attempts(for: layers)
    for (index, attempt) in attempts.enumerated() {
      let isLast = index == attempts.count - 1
      layers = spared(layers, attempt)
      // A file that is too large at the last scale need not be searched.
      if artwork.encoding.isLossless, index > 0, !isLast {
        let samples = try samples(layers, scale: Float(start), attempt)
        guard try editor.encode(samples, byteLimit: byteLimit).bytes.count <= byteLimit else { continue }
      }
      switch try search(layers, from: start, attempt, isLast: isLast) {
      case .growsTooMuch(let scale): start = scale
      case .fits(let trial, let isLimited):
        let plan = FilePlan(
          attempt: attempt, scale: trial.scale, isBare: false,
          isGrowthLimited: isLimited || index > 0 && layers.perturbation != nil)
        if let draft = try draft(trial.payload, layers, plan, score: trial.score, encodes: encodes) { return draft }
        start = trial.scale
      }
    }
    // Not even a trace of the perturbation fits: the mark and the metadata are written without it.
    let bare = Layers(perturbation: nil, mark: layers.mark)
    guard layers.perturbation != nil, case .fits(let trial, _) = try search(bare, from: 1, SizeAttempt(), isLast: true),
      let draft = try draft(
        trial.payload, bare, FilePlan(attempt: SizeAttempt(), scale: 1, isBare: true, isGrowthLimited: true),
        score: trial.score, encodes: encodes)
    else { throw ProtectionError.overGrowth(maximumGrowth) }
    return draft
  }

  /// The draft of a candidate; `nil` if its file is too large.
  ///
  /// - Parameter picture: as it is decoded, where it was made already.
  private func draft(
    _ candidate: Candidate, _ layers: Layers, _ plan: FilePlan, picture: PackedImage? = nil, score: Double?,
    encodes: Bool = false
  ) throws -> Draft? {
    var candidate = candidate
    if candidate.file == nil, let samples = candidate.intended?.samples {
      let estimate = encodes ? nil : try editor.estimatedBytes(samples)
      if estimate.map({ Double($0) > Self.sureShare * Double(byteLimit) }) ?? true {
        candidate.file = try editor.encode(samples, byteLimit: byteLimit)
      }
    }
    guard candidate.file?.bytes.count ?? 0 <= byteLimit, let decoded = candidate.decoded ?? candidate.intended else {
      return nil
    }
    return Draft(
      layers: layers, plan: plan, candidate: candidate, picture: try picture ?? decoded.packedUnclippedCopy(),
      score: score)
  }

  /// The share of the largest size under which an estimate is relied upon.
  private static let sureShare = 0.97

  /// Makes a picture at a scale that was found on a sample of it, without scoring it.
  ///
  /// - Returns: `nil` if its file is too large.
  func draft(_ layers: Layers, at scale: Double) throws -> Draft? {
    let plan = FilePlan(attempt: attempts(for: layers)[0], scale: scale, isBare: false, isGrowthLimited: false)
    let layers = spared(layers, plan.attempt)
    let (candidate, picture) = try make(layers, scale: Float(scale), plan.attempt)
    return try draft(candidate, layers, plan, picture: picture, score: nil)
  }

  /// Makes a picture with weaker layers as another was made, without searching its scale again or scoring it.
  func draft(_ layers: Layers, like plan: FilePlan) throws -> Draft {
    var layers = spared(layers, plan.attempt)
    if plan.isBare { layers.perturbation = nil }
    let (candidate, picture) = try make(layers, scale: Float(plan.scale), plan.attempt)
    return Draft(layers: layers, plan: plan, candidate: candidate, picture: picture, score: nil)
  }

  /// The file of a draft; `nil` if it is more visible or larger than the recipe allows.
  ///
  /// - Throws: `ProtectionError.verificationFailed` if the written file is not what was intended.
  func file(of draft: Draft) throws -> FittedFile? {
    let score = draft.score ?? comparison.score(draft.picture)
    let bytes = draft.candidate.file?.bytes.count ?? 0
    guard score >= recipe.strength.minimumScore, bytes <= byteLimit else { return nil }
    return try finish(draft, score: score)
  }

  /// Layers without what an attempt leaves out.
  private func spared(_ layers: Layers, _ attempt: SizeAttempt) -> Layers {
    guard attempt.reduction.sparesSmallFills, let fills = FlatFills(radius: 1)(comparison.reference.image) else {
      return layers
    }
    var spared = layers
    spared.perturbation = layers.perturbation?.sparing(fills)
    return spared
  }

  private func attempts(for layers: Layers) -> [SizeAttempt] {
    switch (artwork.format, layers.perturbation) {
    // A mark alone is weaker than a perturbation, and most of it would be lost in a dead zone.
    case (.jpeg, nil): ([0] + Self.deadZones).map { SizeAttempt(deadZone: $0) }
    case (.jpeg, _): Self.deadZones.map { SizeAttempt(deadZone: $0) }
    // A lossy WebP picture becomes smaller by its quality, which the encoder chooses.
    case (.webp, _) where !artwork.encoding.isLossless: [SizeAttempt()]
    case (.png, nil), (.webp, nil): [SizeAttempt()]
    case (.png, _), (.webp, _): SizeReduction.all.map { SizeAttempt(reduction: $0) }
    }
  }

  /// The bits a sample that a mark adds to a PNG at the most, where there was no grain before.
  private static let markBits = 0.75

  /// Whether a mark alone leaves at least half of the bytes by which the file may grow.
  func hasRoom(for mark: Layer) throws -> Bool {
    let growth = (maximumGrowth - 1) * Double(source.bytes.count)
    // A photograph as PNG has the room, and need not be compressed once more to know.
    if artwork.encoding.isLossless,
      growth / 2 * 8 > Self.markBits * Double(mark.channels * mark.width * mark.height)
    {
      return true
    }
    let samples = try artwork.samples(adding: mark, epsilon: Float(recipe.epsilon))
    let isAlone = artwork.encoding.isLossless && !recipe.perturbs
    let room = byteLimit - (isAlone ? 0 : Int(growth / 2))
    return try editor.encode(samples, deadZone: Self.deadZones.last, byteLimit: room).bytes.count <= room
  }

  /// A closed loop over a small JPEG assembled from sampled blocks of this picture. Its score and growth approximate those of
  /// the full picture. `nil` for PNGs and small pictures, for which the full picture is used.
  func sampled(_ sample: PictureSample) throws -> ClosedLoop? {
    guard let part = try sample.file(of: editor) else { return nil }
    let artwork = try ImageCodec.read(part)
    let source = ClosedLoopSource(
      bytes: part, artwork: artwork, original: try artwork.packedUnclippedCopy(), alpha: nil, addedMetadata: 0)
    // A few files of a sample are compared, beside a picture that is large.
    return try ClosedLoop(source, recipe: recipe, keepsReference: false)
  }

  /// The score of a file with these layers, however large it is.
  func score(of layers: Layers, scale: Double) throws -> Double {
    comparison.score(try make(layers, scale: Float(scale), attempts(for: layers)[0]).picture)
  }

  private func search(_ layers: Layers, from start: Double, _ attempt: SizeAttempt, isLast: Bool) throws -> Search {
    let minimum = recipe.strength.minimumScore
    let scales = layers.perturbation != nil
    // Without a perturbation there is nothing to scale: the one file fits, or it does not.
    let search = StrengthSearch(
      cost: .init(minimumScore: minimum, tolerance: FitTolerance.score),
      exponent: FitTolerance.exponent(besideMark: layers.mark != nil),
      bracket: .init(upTo: scales ? layers.maximumScale : start), evaluations: scales ? 9 : 1)
    var lowest = 0.0
    var isTooLarge = false
    var outgrown: Double?
    let found = try search.run(from: start) { scale -> StrengthSearch.Evaluation<Candidate> in
      var (candidate, picture) = try make(layers, scale: Float(scale), attempt)
      let score = comparison.score(picture)
      lowest = score
      if let intended = candidate.intended, isLast, score >= minimum {
        candidate.file = try editor.encode(intended.samples, byteLimit: byteLimit)
      }
      if let file = candidate.file, file.bytes.count > byteLimit {
        // With the last attempt a smaller scale is the only way to a smaller file.
        if isLast {
          isTooLarge = true
          return .tooLarge
        }
        if score >= minimum {
          outgrown = scale
          return .stop
        }
      }
      return .scored(score, candidate)
    }
    if let outgrown { return .growsTooMuch(scale: outgrown) }
    if let found { return .fits(found, isGrowthLimited: isTooLarge) }
    guard isTooLarge else { throw ProtectionError.overBudget(score: lowest, minimum: minimum) }
    guard artwork.encoding.isLossless, scales else { throw ProtectionError.overGrowth(maximumGrowth) }
    return .growsTooMuch(scale: start)
  }

  /// Applies the layers and gives the picture that would be decoded. A PNG decodes to the samples that it was given; a JPEG
  /// has to be written and read.
  private func make(
    _ layers: Layers, scale: Float, _ attempt: SizeAttempt
  ) throws -> (candidate: Candidate, picture: PackedImage) {
    var intended = artwork
    intended.samples = try samples(layers, scale: scale, attempt)
    let peak = artwork.peakDifference(to: intended)
    guard !artwork.encoding.isLossless else {
      return (Candidate(intended: intended, peak: peak), try intended.packedUnclippedCopy())
    }
    let file = try editor.encode(intended.samples, deadZone: attempt.deadZone, byteLimit: byteLimit)
    // What was intended is gone before the file is decoded.
    intended.samples = artwork.samples
    let decoded = try ImageCodec.read(file.bytes)
    return (
      Candidate(intended: nil, peak: peak, file: file, decoded: decoded), try decoded.packedUnclippedCopy()
    )
  }

  private func samples(_ layers: Layers, scale: Float, _ attempt: SizeAttempt) throws -> Samples {
    let epsilon = Float(recipe.epsilon)
    guard let sum = layers.sum(scale: scale, epsilon: epsilon / 255, reduction: attempt.reduction) else {
      return artwork.samples
    }
    return try artwork.samples(adding: sum, epsilon: epsilon)
  }

  /// Encodes if need be, decodes the very bytes that will be written, and compares them with what was intended.
  ///
  /// - Returns: `nil` for a PNG that is too large.
  private func finish(_ draft: Draft, score: Double) throws -> FittedFile? {
    let candidate = draft.candidate
    guard
      let file = try candidate.file ?? candidate.intended.map({ try editor.encode($0.samples, byteLimit: byteLimit) })
    else { return nil }
    if artwork.encoding.isLossless, file.bytes.count > byteLimit { return nil }
    let decoded = try candidate.decoded ?? ImageCodec.read(file.bytes)
    if let intended = candidate.intended, !decoded.showsSamePixels(as: intended.samples, of: artwork) {
      throw ProtectionError.verificationFailed("a lossless file decoded to other pixels")
    }
    // With the same pixels in the same colours the draft shows what the file does, and its score is the file's.
    guard decoded.colour == artwork.colour, decoded.orientation == artwork.orientation else {
      throw ProtectionError.verificationFailed("the file's colours are not those that were judged")
    }
    let isWeak = score > recipe.strength.minimumScore + FitTolerance.score
    return FittedFile(
      file: file, intendedPeak: candidate.peak, decoded: decoded, picture: draft.picture, plan: draft.plan,
      score: score,
      isGrowthLimited: isWeak && draft.plan.isGrowthLimited,
      warnings: isWeak ? [warning(draft, score: score)].compactMap(\.self) : [])
  }

  /// Why a perturbation is weaker than its strength allows.
  private func warning(_ draft: Draft, score: Double) -> Warning? {
    let layers = draft.layers
    let isFaint = score > Self.faintScore
    let amount = isFaint ? "there is hardly any change" : "the change is weaker than the strength allows"
    if draft.plan.isGrowthLimited {
      let limit = "the file would become more than \(maximumGrowth) times as large (--max-growth allows more)"
      return Warning(.growthLimited, "\(amount): \(limit)")
    }
    guard layers.perturbation != nil else { return nil }
    if layers.perturbation?.sparedShare ?? 0 > Self.flatShare {
      let hint = recipe.preparation?.grain == nil ? " (--grain paper lays a texture that can carry more)" : ""
      return Warning(.flat, "\(amount): flat fills are left alone\(hint)")
    }
    guard isFaint else { return nil }
    if let quality = artwork.encoding.coarseQuality {
      let kept = "what it keeps of a change is seen before it moves models"
      return Warning(.coarse, "\(amount): the JPEG is coarsely compressed (quality about \(quality)), and \(kept)")
    }
    return Warning(.smooth, "\(amount): any more would be seen, in the picture's smooth places first")
  }
}
