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

  /// A mark for a picture.
  ///
  /// - Parameters:
  ///   - original: the picture, upright.
  ///   - sample: of it, from which the mark's cost is judged.
  ///   - sha256: of the picture's file, hex.
  ///   - change: makes what else is added, as large as the picture, 0…1. The mark must be read through it, and it hides some
  ///     of the mark.
  ///   - recipe: says what the output may cost.
  /// - Returns: `nil` for a picture that is too small.
  /// - Throws: `WatermarkError`, what a handling throws.
  init?(
    _ marking: Marking, sha256: String, original: RasterImage, sample: PictureSample, alpha: Plane?,
    change: () -> RasterImage?, recipe: Recipe
  ) throws {
    guard min(original.width, original.height) >= Watermark.smallestSide else { return nil }
    self.marking = marking
    mark = marking.mark(forPictureWithHash: sha256)
    let epsilon = Float(recipe.epsilon) / 255
    // At the size that the change is meant to have.
    let ground =
      change().map { change in
        original.combined(with: Self.same(change, as: original)) {
          min(1, max(0, $0 + min(epsilon, max(-epsilon, $1))))
        }
      } ?? original
    let options = EmbeddingOptions(psnr: marking.recipe.psnr, selfTests: Self.selfTests)
    let made = try Watermark.embed(mark, key: marking.key, into: ground, alpha: alpha, options: options)
    layer = made.change
    psnr = made.psnr
    guard marking.recipe.psnr == nil else { return }
    // The mark is proportional to its strength, so it need not be made again.
    let budget = Self.share * (100 - recipe.strength.minimumScore)
    let part = sample.part(of: layer)
    var factor: Float = 1
    for _ in 0..<3 {
      let cost = 100 - sample.score(adding: Self.same(part, as: original)) { [factor] in factor * $0 }
      guard cost > budget * 1.02 else { break }
      factor *= Float(pow(budget / cost, 0.8))
    }
    if factor < 1 { scale(by: factor) }
  }

  /// The same mark, weaker; `nil` when nothing worth looking for would be left.
  func weaker() -> MarkStep? {
    let factor: Float = 0.7
    guard weakened * factor > 0.2 else { return nil }
    var step = self
    step.weakened *= factor
    step.scale(by: factor)
    return step
  }

  private mutating func scale(by factor: Float) {
    layer = layer.map { factor * $0 }
    psnr -= 20 * log10(Double(factor))
  }

  /// What the mark must survive while its strength is chosen.
  private static let selfTests: [SelfTest] =
    (Handling.named("jpeg-75").map { jpeg in [SelfTest(name: jpeg.name) { try jpeg($0) }] } ?? []) + [.halfSize]

  /// What reads the mark, without the memory of its layer.
  var reader: MarkReader { MarkReader(marking: marking, mark: mark, psnr: psnr) }

  /// A change with as many planes as a picture.
  private static func same(_ change: RasterImage, as image: RasterImage) -> RasterImage {
    image.channels == change.channels ? change : image.channels == 3 ? change.rgb : change.grey
  }
}

extension RasterImage {
  /// One plane of three.
  fileprivate var grey: RasterImage {
    RasterImage(planes: [luma()])
  }
}
