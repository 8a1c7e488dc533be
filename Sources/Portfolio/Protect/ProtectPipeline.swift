import Files
import Foundation
import Handling
import ImageCodec
import ImageContainer
import Metadata
import Metrics
import Perturbation
import Raster
import Surrogates
import Verifier
import Watermark

/// The way of one picture: decode, look for the change, find its scale, write, decode again, judge.
///
/// A value that a whole batch shares; `protect` may be called from several threads.
public struct ProtectPipeline: Sendable {
  /// Pictures with a shorter side cannot carry a change worth the name.
  public static let minimumSide = 16

  /// Pixels beyond which memory is worth more than the fraction of a second in which graphs are made anew.
  private static let largePicture = 6_000_000

  public let recipe: Recipe
  /// What the change is optimised on.
  let surrogates: [Session]
  /// What changes begin with that lead away from the picture.
  let generator: PatternGenerator?
  /// Encoders that took no part; scores come from them.
  let judges: [Session]
  /// For the target objective: upright, three sRGB-encoded planes 0…1; the nearest to a picture is its target.
  let targets: [Target]
  /// For a visible stamp, before anything else.
  let stamper: Stamper?
  let readOptions: ReadOptions
  private let changes = ChangeCache()

  public init(
    recipe: Recipe, surrogates: [Session], generator: PatternGenerator? = nil, judges: [Session],
    targets: [Target] = [],
    stamper: Stamper? = nil, readOptions: ReadOptions = ReadOptions()
  ) {
    self.recipe = recipe
    self.surrogates = surrogates
    self.generator = generator
    self.judges = judges
    self.targets = targets
    self.stamper = stamper
    self.readOptions = readOptions
  }

  /// What encoders may be led to.
  public struct Target: Sendable {
    /// For reports: a file's or a pattern's name.
    public let name: String
    let picture: @Sendable (_ width: Int, _ height: Int) -> RasterImage

    /// A picture, stretched to the size of the one that is led to it.
    public init(name: String, picture: RasterImage) {
      self.name = name
      self.picture = { width, height in
        SeparableMap.resize(width: picture.width, height: picture.height, to: width, height)(picture)
          .map { min(1, max(0, $0)) }
      }
    }

    public init(_ pattern: TargetPattern) {
      name = pattern.rawValue
      picture = { pattern.picture(width: $0, height: $1) }
    }
  }

  /// A protected picture that is ready to be written.
  public struct Product: Sendable {
    public let file: EncodedFile
    public let sha256Out: String
    public let perceptualHash: PerceptualHash
    public let distortion: Outcome.Distortion
    public let protection: Outcome.Protection
    /// `nil` when it has none.
    public let mark: Outcome.Mark?
    public let metadata: Outcome.Metadata
    public let warnings: [String]
    public let width: Int
    public let height: Int
    public let timings: Outcome.Timings
    /// The L∞ that the recipe guarantees of the decoded file, in levels of 255; none for JPEG, whose own rounding comes
    /// after the cap.
    public let guaranteedLinf: Double?
    /// The SSIMULACRA2 that the recipe guarantees beside the original; none with a stamp, which the original lacks.
    public let guaranteedScore: Double?
    /// The most bytes that the recipe lets the file have; none with a stamp, which is not in the source.
    public let guaranteedBytes: Int?
    public let stamp: Outcome.Stamp?
  }

  /// Protects the picture in `bytes`.
  ///
  /// - Parameters:
  ///   - sha256: of `bytes`, hex; the seed comes from it.
  ///   - marking: the mark that the recipe speaks of; `nil` leaves the picture unmarked.
  /// - Throws: `ImageCodecError`, `SurrogateError`, `PortfolioError`, `WatermarkError`.
  public func protect(_ bytes: [UInt8], sha256: String, marking: Marking? = nil) throws -> Product {
    var clock = Stopwatch()
    // From here on the stamped picture is the original: it is what is perturbed and what is compared with.
    let stamped = try stamper?.stamp(bytes, sha256: sha256, readOptions: readOptions)
    let bytes = stamped?.file.bytes ?? bytes
    var artwork = try ImageCodec.read(bytes, options: readOptions)
    guard min(artwork.width, artwork.height) >= Self.minimumSide else {
      throw PortfolioError.tooSmall(width: artwork.width, height: artwork.height)
    }
    let declared = MetadataEditor.apply(
      recipe.metadata, to: artwork.blocks, format: artwork.format, width: artwork.width, height: artwork.height)
    let carried = artwork.blocks
    artwork.blocks = declared.blocks
    let original = try artwork.workingCopy()
    let alpha = artwork.alphaPlane()
    // JPEG spreads what is beside a fill into it, and skies would count as fills: there a change does most.
    let fills = artwork.format == .png ? FlatFills()(original) : nil
    clock.lap(\.decode)

    let seed = recipe.seed(forPictureWithHash: sha256)
    let found =
      recipe.perturbs
      ? try changes.found(for: sha256) { try find(original, alpha: alpha, fills: fills, seed: seed) } : nil
    if found != nil, original.width * original.height > Self.largePicture {
      for surrogate in surrogates { surrogate.releaseGraphs() }
      FreedMemory.giveBack()
    }
    clock.lap(\.optimise)

    var warnings = artwork.warnings
    let (winner, reader, byteLimit) = try write(
      Source(
        bytes: bytes, sha256: sha256, artwork: artwork, original: original, alpha: alpha, fills: fills,
        addedMetadata: Self.size(artwork.blocks) - Self.size(carried)),
      found, marking: marking, &warnings, &clock)

    let written = winner.decoded
    let distortion = Outcome.Distortion(
      linf: artwork.peakDifference(to: written),
      linfBeforeEncoder: artwork.peakDifference(to: winner.meant),
      psnr: PSNR.rgb(original, winner.picture), psnrY: PSNR.luma(original, winner.picture),
      ssim: SSIM.luma(original, winner.picture), ssimulacra2: winner.score,
      growth: Double(winner.file.bytes.count) / Double(max(1, bytes.count)),
      maximumGrowth: Double(byteLimit) / Double(max(1, bytes.count)), isGrowthLimited: winner.isGrowthLimited)
    let (marked, protection) = try Parallel.both {
      try reader?.outcome(in: winner.picture)
    } and: {
      try judge(original, winner.picture, goal: found?.goal, seed: seed)
    }
    if let marked { warnings += Self.warnings(marked) }
    clock.lap(\.verify)
    return Product(
      file: winner.file, sha256Out: Digest.sha256(winner.file.bytes),
      perceptualHash: PerceptualHash(winner.picture), distortion: distortion, protection: protection,
      mark: marked,
      metadata: Outcome.Metadata(
        kept: written.blocks.count { block in carried.contains(block) },
        notes: (stamped?.file.notes ?? []) + declared.notes + winner.file.notes),
      warnings: warnings + winner.warnings, width: artwork.width, height: artwork.height,
      timings: clock.timings, guaranteedLinf: artwork.format == .png && stamped == nil ? Double(recipe.epsilon) : nil,
      guaranteedScore: stamped == nil ? recipe.strength.minimumScore : nil,
      guaranteedBytes: stamped == nil ? byteLimit : nil, stamp: stamped?.stamp)
  }

  // MARK: - Parts

  private static let tooSmallForMark =
    "too small for an invisible mark, which needs \(Watermark.smallestSide) pixels on the shorter side: it goes without"

  private static let tooPlainForMark =
    "too plain for an invisible mark, which would make the file too large: it goes without"

  /// What to say of a mark that is not as strong as it should be.
  private static func warnings(_ mark: Outcome.Mark) -> [String] {
    if !mark.read { return ["the invisible mark cannot be read back: the picture is too plain to carry one"] }
    if mark.margin < 1 {
      return ["the invisible mark is weak here: it is lost when the picture is saved as a JPEG or halved in size"]
    }
    return []
  }

  /// Bytes of metadata in a file, about.
  private static func size(_ blocks: [MetadataBlock]) -> Int {
    blocks.reduce(0) { $0 + $1.bytes.count + 4 }
  }

  /// A picture on its way to what is written.
  private struct Source {
    let bytes: [UInt8]
    let sha256: String
    /// With its metadata edited, by so many bytes more than the file had.
    let artwork: Artwork
    let original: RasterImage
    let alpha: Plane?
    /// 1 in flat fills, which are left alone.
    let fills: Plane?
    let addedMetadata: Int
  }

  /// The file with change and mark, and what reads the mark. The planes of both are gone with the end of this.
  private func write(
    _ source: Source, _ found: ChangeCache.Found?, marking: Marking?, _ warnings: inout [String],
    _ clock: inout Stopwatch
  ) throws -> (winner: ClosedLoop.Result, reader: MarkReader?, byteLimit: Int) {
    let (original, alpha, fills) = (source.original, source.alpha, source.fills)
    let change = found?.change
    let sample = PictureSample(of: original, alpha: alpha, artwork: source.artwork)
    // The enlarged change is made anew each time, and the mark before what the loop keeps ready: each is a good part of the
    // memory that a large picture needs.
    let enlarged = {
      change.map { change in
        let change = ClosedLoop.enlarged(change, to: original)
        return fills.map { change.sparing($0) } ?? change
      }
    }
    var mark = try marking.flatMap {
      try MarkStep(
        $0, sha256: source.sha256, original: original, sample: sample, alpha: alpha, fills: fills, change: enlarged,
        recipe: recipe)
    }
    let loop = try ClosedLoop(
      bytes: source.bytes, artwork: source.artwork, original: original, alpha: alpha, recipe: recipe,
      addedMetadata: source.addedMetadata)
    if marking != nil, mark == nil { warnings.append(Self.tooSmallForMark) }
    let part = try loop.sampled(sample)
    while let stronger = mark, try part?.hasRoom(for: sample.part(of: stronger.layer)) != true,
      try !loop.hasRoom(for: stronger.layer)
    {
      mark = stronger.weaker()
      if mark == nil { warnings.append(Self.tooPlainForMark) }
    }
    let reader = mark?.reader
    var layers = Layers(
      change: enlarged(), mark: mark?.layer, maximumScale: found?.maximumScale ?? Layers.maximumScale)
    mark = nil
    clock.lap(\.mark)

    let scale = try sample.scale(of: layers, recipe: recipe, score: part.map { $0.score(of:scale:) })
    // A JPEG is seldom tried twice.
    if source.artwork.format == .jpeg { layers.change = change }
    let winner = try loop.run(layers, from: scale)
    clock.lap(\.encode)
    return (winner, reader, loop.byteLimit)
  }

  /// The change of a picture, and the target that it leads to, if there are any.
  private func find(
    _ original: RasterImage, alpha: Plane?, fills: Plane?, seed: UInt64
  ) throws -> ChangeCache.Found {
    let working = original.rgb.shrunk(toLongSide: recipe.workingSide)
    let goal = try goal(of: working)
    let share = FlatFills.share(opacity: alpha, fills: fills)
    let change = try optimise(working, share: share, target: goal?.picture, seed: seed)
    return ChangeCache.Found(
      change: change, maximumScale: min(Layers.maximumScale, maximumScale(of: change, on: working)), goal: goal)
  }

  /// The scale at which a change shows as much as the strength lets it.
  private func maximumScale(of change: RasterImage, on working: RasterImage) -> Double {
    recipe.strength.maximumVisibility / max(1e-6, PatternVisibility()(of: change, on: working))
  }

  /// The target that is nearest to a working copy, at its size, if there are any.
  private func goal(of working: RasterImage) throws -> (name: String, picture: RasterImage)? {
    guard !targets.isEmpty else { return nil }
    let pictures = targets.map { $0.picture(working.width, working.height) }
    let index = try TargetChoice.nearest(to: working, among: pictures, encoders: surrogates)
    return (targets[index].name, pictures[index])
  }

  /// The change at the working resolution, optimised at about the strength that it will have.
  private func optimise(
    _ working: RasterImage, share: Plane?, target: RasterImage?, seed: UInt64
  ) throws -> RasterImage {
    let workingShare = share.map { share in
      RasterImage(planes: [share]).shrunk(toLongSide: recipe.workingSide).planes[0].map { min(1, max(0, $0)) }
    }
    var settings = PerturbationSettings(
      steps: recipe.steps, epsilon: Float(recipe.epsilon) / 255)
    if recipe.isTunedOnStrokes {
      settings.latentWeight = 1  // it has no latent
      settings.highPass = nil  // what moves it is fine as it is
      settings.views.kinds = ViewRecipe.fine
      if generator != nil { settings.rate = 0.4 }  // most of the way lies behind it
    }
    // Without what is coarse a change comes less far toward a target.
    if target != nil {
      settings.highPass = nil
      settings.undertoneShare = 0
    }
    // Sides of views must suit every encoder.
    settings.views.granularity = surrogates.reduce(settings.views.granularity) {
      Self.leastCommonMultiple($0, $1.encoder.granularity)
    }
    let perturber = Perturber(encoders: surrogates, settings: settings, generator: generator)
    return try perturber.change(for: working, share: workingShare, target: target, seed: seed) { change in
      // Asked once at the most, and never where no step follows.
      let reference = SSIMULACRA2.Reference(working)
      let search = ScaleSearch(
        minimum: recipe.strength.minimumScore, tolerance: 1,
        maximumScale: min(4, maximumScale(of: change, on: working)),
        evaluations: 6)
      let found = search.run(from: 1) { scale -> (score: Double, payload: Void)? in
        let candidate = working.combined(with: change) { min(1, max(0, $0 + $1 * Float(scale))) }
        return (reference.score(candidate), ())
      }
      return Float(found?.scale ?? 1)
    }
  }

  private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return a / x * b
  }

  /// Everything that had a part in the change: the surrogates, and what taught the generator.
  private var tunedOn: [String] {
    let names = surrogates.map(\.name)
    return names + (generator?.teachers ?? []).filter { !names.contains($0) }
  }

  /// Drift over matched noise on every judge, after the handlings that matter most.
  private func judge(
    _ original: RasterImage, _ protected: RasterImage, goal: (name: String, picture: RasterImage)?, seed: UInt64
  ) throws -> Outcome.Protection {
    let scores: [DriftScore]
    if judges.isEmpty || !recipe.perturbs {
      scores = []
    } else {
      let meter = DriftMeter(handlings: Self.judgedHandlings, seeds: 1, measuredSide: 512, encoderSide: 512)
      let material = try meter.material(
        original: original, protected: protected, target: goal?.picture, seed: seed)
      scores = try meter.scores(material, encoders: judges.map { ($0, true) }).scores
    }
    return Outcome.Protection(surrogates: tunedOn, encoders: scores, target: goal?.name)
  }

  private static let judgedHandlings = ["none", "jpeg-75", "half", "blur-1"].compactMap(Handling.named)
}

/// Seconds since the last lap, booked on a part of the work.
struct Stopwatch {
  private(set) var timings = Outcome.Timings()
  private var last = ContinuousClock.now

  mutating func lap(_ part: WritableKeyPath<Outcome.Timings, Double>) {
    let now = ContinuousClock.now
    let seconds = (now - last).components
    timings[keyPath: part] += Double(seconds.seconds) + Double(seconds.attoseconds) * 1e-18
    last = now
  }
}
