import Raster

/// A picture with the file that was made of it.
struct Fitted {
  let searched: Searched
  let chosen: FittedFile
  /// Reads the mark back; `nil` when there is none.
  let mark: MarkVerification?
  /// The most bytes that the file may have.
  let byteLimit: Int
  let warnings: [Warning]
}

/// The third stage of protecting, in two steps: lays the mark over the perturbation (`MarkStage`), then searches the scale of
/// the perturbation with the mark in place under the limits of every place (`VisibilityFit`), and encodes.
struct FitStage: Sendable {
  let recipe: Recipe

  /// - Parameter marked: is consumed, so that its full-size layers are released before the output is verified.
  /// - Throws: `ProtectionError.overBudget`, `.overGrowth`, `.verificationFailed`.
  func callAsFunction(_ marked: consuming Marked) throws -> Fitted {
    let (loop, searched) = (marked.loop, marked.searched)
    let prepared = searched.prepared
    let paper = prepared.fills == nil ? nil : Paper.mask(of: prepared.original)
    let layers = Layers(
      perturbation: searched.enlargedPerturbation?.sparing(paper), mark: marked.layer?.sparing(paper),
      maximumScale: searched.perturbation?.maximumScale ?? Layers.maximumScale)
    let scale = try marked.sample.scale(
      of: layers, recipe: recipe, score: marked.sampledLoop.map { $0.score(of:scale:) })
    let fit = VisibilityFit(layers, from: scale, picture: prepared, recipe: recipe)
    let chosen = try fit(working: searched.perturbation?.image) { try loop.run($0, from: $1) }
    return Fitted(
      searched: searched, chosen: chosen, mark: marked.verification, byteLimit: loop.byteLimit,
      warnings: marked.warnings)
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
