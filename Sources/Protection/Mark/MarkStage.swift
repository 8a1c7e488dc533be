import Raster
import Watermark

/// A picture with its mark laid over the perturbation, before the scale of the perturbation is searched.
struct Marked {
  let searched: Searched
  let sample: PictureSample
  let loop: ClosedLoop
  /// The loop over a sample of a large JPEG.
  let sampledLoop: ClosedLoop?
  /// The mark, as large as the picture, units of 0…1; `nil` when there is none.
  let layer: Layer?
  let verification: MarkVerification?
  let warnings: [Warning]
}

/// Finds how strong a picture's mark may be, and weakens it until it leaves room in the file for the perturbation.
struct MarkStage: Sendable {
  let recipe: Recipe

  /// - Parameter assignment: the mark that the output is to carry; `nil` leaves it unmarked.
  /// - Throws: `WatermarkError`, `ImageCodecError`.
  func callAsFunction(_ searched: Searched, assignment: MarkAssignment?) throws -> Marked {
    let prepared = searched.prepared
    let sample = PictureSample(of: prepared.seen, alpha: prepared.alpha, artwork: prepared.artwork)
    // The mark is made before the loop, whose prepared reference takes as much memory again.
    var mark = try assignment.flatMap {
      try MarkLayer($0, picture: prepared, sample: sample, perturbation: searched.perturbationLayer, recipe: recipe)
    }
    let loop = try ClosedLoop(prepared.loopSource, recipe: recipe)
    let sampledLoop = try loop.sampled(sample)
    var warnings: [Warning] = []
    if assignment != nil, mark == nil {
      warnings.append(Self.tooSmall)
    }
    while let stronger = mark, try sampledLoop?.hasRoom(for: Layer(sample.part(of: stronger.layer))) != true,
      try !loop.hasRoom(for: stronger.layer)
    {
      mark = stronger.weaker()
      if mark == nil { warnings.append(Self.tooPlain) }
    }
    return Marked(
      searched: searched, sample: sample, loop: loop, sampledLoop: sampledLoop, layer: mark?.layer,
      verification: mark?.verification, warnings: warnings)
  }

  private static let tooSmall = Warning(
    .markNone,
    "too small for an invisible mark, which needs \(MarkGeometry.smallestSide) pixels on the shorter side: it goes without"
  )

  private static let tooPlain = Warning(
    .markNone, "too plain for an invisible mark, which would make the file too large: it goes without")
}
