import Foundation
import Handling
import Metrics
import Raster
import Verifier
import Watermark

/// Marks one picture on its way: finds the mark's strength before the scale of the change is searched, and reads the mark back
/// from what was written.
struct MarkStep {
  /// The share of what an output may cost (100 − SSIMULACRA2) that the mark alone may take: the more it takes, the less is
  /// left for the change (docs/results/ledger.md).
  static let share = 0.5

  let marking: Marking
  let mark: Mark
  /// What to add to the picture.
  private(set) var layer: RasterImage
  private(set) var psnr: Double
  private var weakened: Float = 1
  /// The mark as it was embedded, and where the picture's flat fills are, if it may be put there alone.
  private var whole: RasterImage?
  private var fills: Plane?
  /// How many of ``cellThresholds`` have been taken.
  private var coarsened = 0
  /// Least means of cells, in levels of 255, one after the other until the file is small enough.
  private static let cellThresholds: [Float] = [0.2, 0.4, 0.6, 0.8]

  /// A mark for a picture.
  ///
  /// - Parameters:
  ///   - sha256: of the picture's file, hex.
  ///   - original: the picture, upright.
  ///   - sample: of it, from which the mark's cost is judged.
  ///   - fills: 1 in flat fills, where the mark is to be faint unless its PSNR is given.
  ///   - change: makes what else is added, as large as the picture, 0…1. The mark must be read through it, and it hides some
  ///     of the mark.
  ///   - recipe: says what the output may cost.
  /// - Returns: `nil` for a picture that is too small.
  /// - Throws: `WatermarkError`, what a handling throws.
  init?(
    _ marking: Marking, sha256: String, original: RasterImage, sample: PictureSample, alpha: Plane?, fills: Plane?,
    change: () -> RasterImage?, recipe: Recipe
  ) throws {
    guard min(original.width, original.height) >= Watermark.smallestSide else { return nil }
    self.marking = marking
    mark = marking.mark(forPictureWithHash: sha256)
    let epsilon = Float(recipe.epsilon) / 255
    // At the size that the change is meant to have.
    let ground =
      change().map { change in
        original.combined(with: change.matching(original)) {
          min(1, max(0, $0 + min(epsilon, max(-epsilon, $1))))
        }
      } ?? original
    let options = EmbeddingOptions(psnr: marking.recipe.psnr, selfTests: Self.selfTests, triesParts: true)
    let made = try Watermark.embed(mark, key: marking.key, into: ground, alpha: alpha, options: options)
    layer = made.change
    psnr = made.psnr
    guard marking.recipe.psnr == nil else { return }
    // The mark is proportional to its strength, so it need not be made again.
    let budget = Self.share * (100 - recipe.strength.minimumScore)
    let (part, partFills) = (sample.part(of: layer), fills.map { sample.part(of: $0) })
    var factor: Float = 1
    for _ in 0..<3 {
      let scaled = part.map { [factor] in factor * $0 }
      let added = partFills.map { scaled.faint(in: $0) } ?? scaled
      let cost = 100 - sample.score(adding: added.matching(original))
      guard cost > budget * 1.02 else { break }
      factor *= Float(pow(budget / cost, 0.8))
    }
    if factor < 1 { scale(by: factor) }
    guard let fills else { return }
    self.fills = fills
    whole = Self.isWide(fills) ? layer : nil
    layer = layer.faint(in: fills)
    psnr = Self.psnr(layer)
  }

  /// Whether flat fills alone can hold a mark.
  private static func isWide(_ fills: Plane?) -> Bool {
    fills.map { $0.sum { Double($0) } > 0.2 * Double($0.samples.count) } ?? false
  }

  private static func psnr(_ layer: RasterImage) -> Double { -20 * log10(max(layer.rootMeanSquare, 1e-6)) }

  /// The same mark, weaker, or in flat fills alone; `nil` when nothing worth looking for would be left.
  func weaker() -> MarkStep? {
    if let whole, let fills {
      guard coarsened < Self.cellThresholds.count else { return nil }
      var step = self
      let cell = 2 * Watermark.pitch(width: layer.width, height: layer.height)
      step.layer = whole.coarse(in: fills, cell: cell, least: Self.cellThresholds[coarsened])
      step.psnr = Self.psnr(step.layer)
      step.coarsened += 1
      return step
    }
    let factor: Float = 0.7
    guard weakened * factor > 0.2 else { return nil }
    var step = self
    step.weakened *= factor
    step.scale(by: factor)
    return step
  }

  private mutating func scale(by factor: Float) {
    for index in layer.planes.indices { layer.planes[index].update { factor * $0 } }
    psnr -= 20 * log10(Double(factor))
  }

  /// What the mark must survive while its strength is chosen.
  private static let selfTests: [SelfTest] =
    (Handling.named("jpeg-75").map { jpeg in [SelfTest(name: jpeg.name) { try jpeg($0) }] } ?? []) + [.halfSize]

  /// What reads the mark, without the memory of its layer.
  var reader: MarkReader { MarkReader(marking: marking, mark: mark, psnr: psnr) }
}
