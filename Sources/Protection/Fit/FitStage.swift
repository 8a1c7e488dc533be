import Raster

/// The third stage of protecting, in two steps: lays the mark over the perturbation (`MarkStage`), then searches the scale of
/// the perturbation with the mark in place under the limits of every place (`VisibilityFit`), and encodes.
struct FitStage: Sendable {
  let recipe: Recipe

  /// - Parameter marked: is consumed, so that its full-size layers are released before the output is verified.
  /// - Returns: a file without any change of its picture if none fits.
  /// - Throws: `ProtectionError.verificationFailed`, `ImageCodecError`.
  func callAsFunction(_ marked: consuming Marked) throws -> Fitted {
    let searched = marked.searched
    let prepared = searched.prepared
    let paper = prepared.fills == nil ? nil : Paper.mask(of: prepared.original.image)
    let layers = Layers(
      perturbation: searched.perturbationLayer?.sparing(paper), mark: marked.layer?.sparing(paper),
      maximumScale: searched.perturbation?.isGrain == true ? 1 : Layers.maximumScale)
    do {
      let (chosen, byteLimit) = try fit(marked, layers)
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
  private func fit(_ marked: Marked, _ layers: Layers) throws -> (chosen: FittedFile, byteLimit: Int) {
    let (loop, file) = (marked.loop, try file(of: marked, layers))
    do {
      return (try file(loop), loop.byteLimit)
    } catch ProtectionError.overGrowth(let limit) {
      let wider = loop.withMetadataAside
      guard wider.byteLimit > loop.byteLimit else { throw ProtectionError.overGrowth(limit) }
      return (try file(wider), wider.byteLimit)
    }
  }

  /// What makes the file in a loop.
  private func file(of marked: Marked, _ layers: Layers) throws -> (ClosedLoop) throws -> FittedFile {
    guard layers.perturbation != nil || layers.mark != nil else {
      // Where nothing is added nothing can be seen.
      return { loop in
        guard let file = try loop.file(of: loop.run(layers)) else {
          throw ProtectionError.overGrowth(loop.maximumGrowth)
        }
        return file
      }
    }
    let fit = VisibilityFit(picture: marked.searched.prepared, recipe: recipe)
    let working = marked.searched.perturbation.flatMap { $0.isGrain ? nil : $0.image }
    let placed = fit.placed(layers, working: working)
    let scale = try marked.sample.scale(
      of: placed, recipe: recipe, score: marked.sampledLoop.map { $0.score(of:scale:) })
    return { loop in try fit(placed, from: scale, loop: loop) }
  }
}

extension Searched {
  /// The perturbation at the size of the picture, zero in its flat fills.
  var perturbationLayer: Layer? {
    perturbation.map { perturbation in
      Layer(perturbation.image.enlarged(to: prepared.original)).sparing(prepared.fills)
    }
  }
}
