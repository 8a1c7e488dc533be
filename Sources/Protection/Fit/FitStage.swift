import Raster

/// The third stage of protecting, in two steps: lays the mark over the perturbation (`MarkStage`), then searches the scale of
/// the perturbation with the mark in place under the limits of every place (`VisibilityFit`), and encodes.
struct FitStage: Sendable {
  let recipe: Recipe

  /// - Parameter marked: is consumed, so that its full-size layers are released before the output is verified.
  /// - Returns: a file without any change of its picture if none fits.
  /// - Throws: `ProtectionError.verificationFailed`, `ImageCodecError`.
  func callAsFunction(_ marked: consuming Marked) throws -> Fitted {
    let (loop, searched) = (marked.loop, marked.searched)
    let paper = searched.prepared.fills == nil ? nil : Paper.mask(of: searched.prepared.original)
    let mark = marked.layer?.sparing(paper)
    let layers = {
      Layers(
        perturbation: searched.enlargedPerturbation?.sparing(paper), mark: mark,
        maximumScale: searched.perturbation?.maximumScale ?? Layers.maximumScale)
    }
    let scale = try marked.sample.scale(
      of: layers(), recipe: recipe, score: marked.sampledLoop.map { $0.score(of:scale:) })
    do {
      let (chosen, byteLimit) = try fit(loop, layers, from: scale, searched)
      return Fitted(
        searched: searched, chosen: chosen, mark: marked.verification, byteLimit: byteLimit, warnings: marked.warnings)
    } catch ProtectionError.overGrowth(let limit) {
      let reason =
        "even the smallest change makes the file more than \(limit) times as large (--max-growth allows more)"
      return try PlainFile(recipe: recipe)(
        searched, because: Warning(.growthLimited, reason), losesMark: marked.layer != nil)
    } catch let error as ProtectionError {
      switch error {
      case .overBudget, .tooVisible:
        return try PlainFile(recipe: recipe)(
          searched, because: Warning(.overBudget, error.description), losesMark: marked.layer != nil)
      default: throw error
      }
    }
  }

  /// Fits the layers under the limits of every place, and once more with the metadata left aside if it leaves no room.
  private func fit(
    _ loop: ClosedLoop, _ layers: () -> Layers, from scale: Double, _ searched: Searched
  ) throws -> (chosen: FittedFile, byteLimit: Int) {
    let fit = VisibilityFit(from: scale, picture: searched.prepared, recipe: recipe)
    let working = searched.perturbation.flatMap { $0.isGrain ? nil : $0.image }
    do {
      return (try fit(layers(), working: working, loop: loop), loop.byteLimit)
    } catch ProtectionError.overGrowth(let limit) {
      let wider = loop.withMetadataAside
      guard wider.byteLimit > loop.byteLimit else { throw ProtectionError.overGrowth(limit) }
      return (try fit(layers(), working: working, loop: wider), wider.byteLimit)
    }
  }
}

extension Searched {
  /// The perturbation at the size of the picture, zero in its flat fills. It is made anew each time, because it is a good
  /// part of the memory that a large picture needs.
  var enlargedPerturbation: RasterImage? {
    perturbation.map { perturbation in
      let enlarged = perturbation.image.enlarged(to: prepared.original)
      return prepared.fills.map { enlarged.sparing($0) } ?? enlarged
    }
  }
}
