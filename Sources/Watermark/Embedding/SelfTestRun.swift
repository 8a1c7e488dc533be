import Raster

/// Puts a picture that carries a mark through the self-tests and measures what is left of the mark.
struct SelfTestRun {
  let embedder: Embedder
  let mark: Mark
  let layout: TileLayout
  let options: EmbeddingOptions

  /// What the self-tests leave of the mark.
  func survivals(of unit: some PictureChange, _ strength: Float) throws -> [MarkSurvival] {
    guard !options.selfTests.isEmpty else { return [] }
    if options.triesParts, let mosaic = TileMosaic(embedder) {
      return try survivals(in: mosaic(embedder.image).marked(with: mosaic(unit), strength), mosaic: mosaic)
    }
    return try survivals(in: embedder.image.marked(with: unit, strength), mosaic: nil)
  }

  private func survivals(in marked: PackedImage, mosaic: TileMosaic?) throws -> [MarkSurvival] {
    let detector = Detector(layout: layout, falseAlarm: 1e-9)
    return try Parallel.map(options.selfTests) { test in
      let strength = detector.strength(of: mark, by: embedder, in: try test.handle(marked), shown: mosaic)
      return MarkSurvival(name: test.name, margin: strength * (mosaic?.gain ?? 1) / detector.threshold)
    }
  }
}
