import Drift
import Handling
import ImageCodec
import PerceptualMetrics
import Raster
import Surrogates

/// What was measured on the decoded output.
struct Verified {
  let distortion: Distortion
  let drift: DriftReport
  let mark: EmbeddedMark?
  let perceptualHash: PerceptualHash
  let imageCode: ISCCImageCode
  let warnings: [Warning]
}

/// The last stage of protecting: measures the decoded output, reads its mark, and compares how far encoders that took no part
/// are moved with what matched noise does.
struct VerifyStage: Sendable {
  let recipe: Recipe
  let judges: [Session]
  /// On what the perturbation was tuned, for the report.
  let tunedOn: [String]
  /// Whether gain over equally visible noise is measured as well: a quarter of the judging.
  let measuresGain: Bool

  /// - Throws: `SurrogateError`, `WatermarkError`.
  func callAsFunction(_ fitted: Fitted) throws -> Verified {
    let (prepared, chosen) = (fitted.searched.prepared, fitted.chosen)
    let distortion = distortion(fitted)
    // Encoders and readers of marks get the picture in sRGB.
    let picture = chosen.decoded.hasRGBProfile ? try chosen.decoded.packedWorkingCopy() : chosen.picture
    let (mark, drift) = try Parallel.both {
      try fitted.mark?.embeddedMark(in: picture)
    } and: {
      // Where nothing was changed there is nothing to judge.
      try judge(
        distortion.linf == 0 ? [] : judges, prepared, picture, goal: fitted.searched.perturbation?.goal)
    }
    return Verified(
      distortion: distortion, drift: drift, mark: mark, perceptualHash: PerceptualHash(picture),
      imageCode: try ISCCImageCode(chosen.decoded),
      warnings: mark.map { Self.warnings($0, of: prepared.artwork.encoding) } ?? [])
  }

  private func distortion(_ fitted: Fitted) -> Distortion {
    let (prepared, chosen) = (fitted.searched.prepared, fitted.chosen)
    let artwork = prepared.artwork
    // Figures of levels are of the file's own, as `measure` has them.
    let original = artwork.packedOwnSamples() ?? prepared.original
    let picture = chosen.decoded.packedOwnSamples() ?? chosen.picture
    let bytes = Double(max(1, prepared.bytes.count))
    return Distortion(
      linf: artwork.peakDifference(to: chosen.decoded), linfBeforeEncoder: chosen.intendedPeak,
      psnr: PSNR.rgb(original, picture), psnrY: PSNR.luma(original, picture),
      ssim: SSIM.luma(prepared.seen, chosen.picture),
      ssimulacra2: chosen.score, growth: Double(chosen.file.bytes.count) / bytes,
      maximumGrowth: Double(fitted.byteLimit) / bytes, isGrowthLimited: chosen.isGrowthLimited)
  }

  /// Warnings about a mark that is not as strong as it should be.
  private static func warnings(_ mark: EmbeddedMark, of encoding: Encoding) -> [Warning] {
    if !mark.read {
      return [Warning(.markNone, encoding.unreadableMark)]
    }
    guard mark.margin < 1 else { return [] }
    return [
      Warning(
        .markWeak,
        "the invisible mark is weak here: it is lost when the picture is saved as a JPEG or halved in size")
    ]
  }

  /// The drift of every judge over that of matched noise, after the handlings that matter most.
  private func judge(
    _ judges: [Session], _ prepared: Prepared, _ protected: PackedImage, goal: (name: String, picture: RasterImage)?
  ) throws -> DriftReport {
    guard !judges.isEmpty, recipe.perturbs else {
      return DriftReport(surrogates: tunedOn, encoders: [], target: goal?.name)
    }
    let meter = DriftMeter(
      handlings: Self.handlings, seeds: 1, measuredSide: Self.measuredSide, encoderSide: Self.measuredSide)
    let (original, protected) = (Self.shrunk(prepared.original), Self.shrunk(protected))
    var material = try meter.material(
      original: original, protected: protected, target: goal?.picture, seed: prepared.seed)
    if measuresGain {
      material = try meter.withEqualNoise(
        material, metrics: [.ssimulacra2], seed: prepared.seed, trials: Self.noiseTrials)
    }
    let scores = try meter.scores(material, encoders: judges.map { ($0, true) }).scores
    return DriftReport(
      surrogates: tunedOn, encoders: scores, visibility: material.visibility, target: goal?.name,
      grain: try grain(judges, prepared, original, protected, meter))
  }

  /// The drift of the shaped grain over that of the grain as it was laid, from the picture without either.
  private func grain(
    _ judges: [Session], _ prepared: Prepared, _ laid: RasterImage, _ protected: RasterImage, _ meter: DriftMeter
  ) throws -> GrainEffect? {
    guard let grain = recipe.preparation?.grain, let plain = prepared.ungrained else { return nil }
    let material = try meter.material(original: Self.shrunk(plain), protected: protected, control: laid)
    let scores = try meter.scores(material, encoders: judges.map { ($0, true) }).scores
    return GrainEffect(kind: grain.kind, strength: grain.strength, encoders: scores)
  }

  /// Long side in pixels at which drift is measured.
  private static let measuredSide = 512

  /// Strengths of white noise that are tried until it is as visible as the change. The third guess is within a hundredth.
  private static let noiseTrials = 2

  private static func shrunk(_ picture: PackedImage) -> RasterImage { picture.shrunk(toLongSide: measuredSide) }

  private static let handlings = ["none", "jpeg-75", "half", "blur-1"].compactMap(Handling.named)
}
