import Files
import ImageCodec
import PerceptualMetrics
import Raster
import Surrogates

/// Protects one picture after the other with the same recipe.
///
/// A picture passes four stages, each of which hands its result to the next: `PrepareStage` ▸ `SearchStage` ▸ `FitStage` (after
/// `MarkStage`) ▸ `VerifyStage`. `protect` may be called from several threads.
package struct ProtectPipeline: Sendable {
  package let recipe: Recipe
  let prepare: PrepareStage
  let search: SearchStage
  let mark: MarkStage
  let fit: FitStage
  let verify: VerifyStage

  /// - Parameters:
  ///   - surrogates: the encoders on which perturbations are optimised.
  ///   - generator: makes the pattern with which perturbations away from the picture begin.
  ///   - metric: keeps perturbations little visible in gradient steps.
  ///   - judges: encoders that take no part in the search, from which the scores come.
  ///   - targets: for the target objective; the nearest to a picture is its target.
  ///   - stamper: stamps each picture before anything else.
  ///   - measuresGain: whether the judges also say what the change is worth beside noise that is as visible.
  package init(
    recipe: Recipe, surrogates: [Session], generator: PatternGenerator? = nil, metric: Session? = nil,
    judges: [Session],
    targets: [PerturbationTarget] = [], stamper: Stamper? = nil, measuresGain: Bool = false,
    readOptions: ReadOptions = ReadOptions()
  ) {
    self.recipe = recipe
    prepare = PrepareStage(recipe: recipe, stamper: stamper, readOptions: readOptions)
    search = SearchStage(
      recipe: recipe, surrogates: surrogates, generator: generator, metric: metric, targets: targets)
    mark = MarkStage(recipe: recipe)
    fit = FitStage(recipe: recipe)
    verify = VerifyStage(recipe: recipe, judges: judges, tunedOn: search.tunedOn, measuresGain: measuresGain)
  }

  /// Protects the picture in `bytes`.
  ///
  /// - Parameters:
  ///   - sha256: of `bytes`, hex; the seed comes from it.
  ///   - mark: the mark that the recipe speaks of; `nil` leaves the picture unmarked.
  /// - Throws: `ImageCodecError`, `StampError`, `SurrogateError`, `ProtectionError`, `WatermarkError`.
  package func protect(_ bytes: [UInt8], sha256: String, mark assignment: MarkAssignment? = nil) throws
    -> ProtectedPicture
  {
    var clock = Stopwatch()
    let prepared = try prepare(bytes, sha256: sha256)
    clock.lap(.decode)
    if prepared.isTooSmall || prepared.fewColours != nil {
      return try picture(plain(prepared, losesMark: assignment != nil), clock)
    }
    let searched = try search(prepared)
    clock.lap(.search)
    let marked = try mark(searched, assignment: assignment)
    clock.lap(.mark)
    // What a step has freed is of other sizes than what the next one needs; the sample of a picture is not needed any more.
    FreedMemory.giveBack()
    let placed = try fit.placed(consume marked)
    FreedMemory.giveBack()
    let fitted = try fit(consume placed)
    clock.lap(.fit)
    FreedMemory.giveBack()
    return try picture(fitted, clock)
  }

  /// A picture that is too small to be perturbed, or in which any change would add a colour.
  private func plain(_ prepared: Prepared, losesMark: Bool) throws -> Fitted {
    guard prepared.isTooSmall else {
      return try PlainFile(recipe: recipe)(Searched(prepared: prepared, perturbation: nil), losesMark: losesMark)
    }
    let size = "\(prepared.artwork.width)×\(prepared.artwork.height) pixels are too few to carry a change"
    return try PlainFile(recipe: recipe)(
      Searched(prepared: prepared, perturbation: nil),
      because: Warning(.tooSmall, "\(size): the least is \(Prepared.minimumSide) on each side"), losesMark: losesMark)
  }

  /// Verifies the file, and puts together what is known of it.
  private func picture(_ fitted: Fitted, _ clock: Stopwatch) throws -> ProtectedPicture {
    var clock = clock
    let verified = try verify(fitted)
    clock.lap(.verify)
    let (prepared, chosen) = (fitted.searched.prepared, fitted.chosen)
    let isStamped = prepared.stamp != nil
    // A note says it already of a file that leaves them out.
    let trailing = chosen.file.dropsTrailingBytes ? nil : prepared.trailingWarning
    let guarantees = Guarantees(
      minimumScore: recipe.strength.minimumScore,
      maximumLinf: prepared.artwork.encoding.isLossless ? Double(recipe.epsilon) : nil, maximumBytes: fitted.byteLimit)
    return ProtectedPicture(
      file: chosen.file, sha256: Digest.sha256(chosen.file.bytes), perceptualHash: verified.perceptualHash,
      imageCode: verified.imageCode, distortion: verified.distortion, drift: verified.drift, mark: verified.mark,
      replacement: Replacement(preparation: prepared.preparation, stamp: prepared.stamp),
      metadata: CarriedMetadata(
        kept: chosen.decoded.blocks.count { prepared.metadata.carried.contains($0) },
        notes: prepared.metadata.notes + chosen.file.notes),
      guarantees: isStamped ? Guarantees() : guarantees,
      warnings: (trailing.map { [$0] } ?? []) + prepared.warnings + fitted.warnings + verified.warnings
        + chosen.warnings,
      timings: clock.timings)
  }
}
