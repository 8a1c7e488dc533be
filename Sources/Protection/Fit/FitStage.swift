import Raster

/// A picture whose layers have their gains, before its file is made.
struct Placed {
  let searched: Searched
  let loop: ClosedLoop
  let layers: Layers
  /// Keeps the file within the limits of every place; `nil` where nothing is added, of which nothing can be seen.
  let fit: VisibilityFit?
  /// The scale of the perturbation to try first.
  let scale: Double
  /// Whether a sample of the picture was scored at this scale.
  let isScored: Bool
  let verification: MarkVerification?
  let warnings: [Warning]
}

/// The third stage of protecting, in two steps: gives the perturbation and the mark the gains of every place (`VisibilityFit`) and
/// estimates the scale of the perturbation, then makes the file and weakens what is seen in it.
struct FitStage: Sendable {
  let recipe: Recipe

  /// Gives the layers their gains.
  ///
  /// - Throws: `ImageCodecError`.
  func placed(_ marked: Marked) throws -> Placed {
    let searched = marked.searched
    let prepared = searched.prepared
    let paper = prepared.fills == nil ? nil : Paper.mask(of: prepared.original.image)
    var layers = Layers(
      perturbation: searched.perturbationLayer?.sparing(paper), mark: marked.layer?.sparing(paper),
      maximumScale: searched.perturbation?.isGrain == true ? 1 : Layers.maximumScale)
    var (fit, scale) = (VisibilityFit?.none, 1.0)
    if layers.perturbation != nil || layers.mark != nil {
      let made = VisibilityFit(picture: prepared, recipe: recipe)
      let working = searched.perturbation.flatMap { $0.isGrain ? nil : $0.image }
      layers = made.placed(layers, working: working)
      scale = try marked.sample.scale(
        of: layers, recipe: recipe, score: marked.sampledLoop.map { $0.score(of:scale:) })
      fit = made
    }
    return Placed(
      searched: searched, loop: marked.loop, layers: layers, fit: fit, scale: scale,
      isScored: marked.sample.isPart && layers.perturbation != nil, verification: marked.verification,
      warnings: marked.warnings)
  }

  /// - Parameter placed: is consumed, so that its full-size layers are released before the output is verified.
  /// - Returns: a file without any change of its picture if none fits.
  /// - Throws: `ProtectionError.verificationFailed`, `ImageCodecError`.
  func callAsFunction(_ placed: consuming Placed) throws -> Fitted {
    let (searched, isMarked) = (placed.searched, placed.layers.mark != nil)
    func plain(_ warning: Warning) throws -> Fitted {
      try PlainFile(recipe: recipe)(searched, because: warning, losesMark: isMarked)
    }
    do {
      let (chosen, byteLimit) = try file(of: placed)
      return Fitted(
        searched: searched, chosen: chosen, mark: placed.verification, byteLimit: byteLimit, warnings: placed.warnings)
    } catch ProtectionError.overGrowth(let limit) {
      let reason =
        "even the smallest change makes the file more than \(limit) times as large (--max-growth allows more)"
      return try plain(Warning(.growthLimited, reason))
    } catch let error as ProtectionError {
      switch error {
      case .overBudget, .tooVisible: return try plain(Warning(.overBudget, error.description))
      default: throw error
      }
    }
  }

  /// Makes the file under the limits of every place, and once more with the metadata left aside if it leaves no room.
  private func file(of placed: Placed) throws -> (chosen: FittedFile, byteLimit: Int) {
    let loop = placed.loop
    do {
      return (try file(of: placed, loop), loop.byteLimit)
    } catch ProtectionError.overGrowth(let limit) {
      let wider = loop.withMetadataAside
      guard wider.byteLimit > loop.byteLimit else { throw ProtectionError.overGrowth(limit) }
      return (try file(of: placed, wider), wider.byteLimit)
    }
  }

  private func file(of placed: Placed, _ loop: ClosedLoop) throws -> FittedFile {
    if let fit = placed.fit {
      return try fit(placed.layers, from: placed.scale, isScored: placed.isScored, loop: loop)
    }
    guard let file = try loop.file(of: loop.run(placed.layers)) else {
      throw ProtectionError.overGrowth(loop.maximumGrowth)
    }
    return file
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
