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
  ///   - fills: 1 in flat fills, where the mark is to be faint unless its PSNR is given.
  ///   - change: what else is added, as large as the picture, 0…1. The mark must be read through it, and it hides some of
  ///     the mark.
  ///   - sha256: of the picture's file, hex.
  ///   - recipe: says what the output may cost.
  /// - Returns: `nil` for a picture that is too small.
  /// - Throws: `WatermarkError`, what a handling throws.
  init?(
    _ marking: Marking, sha256: String, comparison: Comparison, alpha: Plane?, fills: Plane?, change: RasterImage?,
    recipe: Recipe
  ) throws {
    let original = comparison.reference
    guard min(original.width, original.height) >= Watermark.smallestSide else { return nil }
    self.marking = marking
    mark = marking.mark(forPictureWithHash: sha256)
    let epsilon = Float(recipe.epsilon) / 255
    let ground = change.map { Self.sum(original, $0.map { min(epsilon, max(-epsilon, $0)) }) } ?? original
    var options = EmbeddingOptions(psnr: marking.recipe.psnr, selfTests: Self.selfTests)
    var made = try Watermark.embed(mark, key: marking.key, into: ground, alpha: alpha, options: options)
    layer = made.change
    psnr = made.psnr
    if marking.recipe.psnr == nil {
      options.selfTests = []
      let budget = 100 - recipe.strength.minimumScore
      for _ in 0..<3 {
        layer = fills.map { made.change.faint(in: $0) } ?? made.change
        let cost = 100 - comparison.score(Self.sum(original, layer))
        guard cost > Self.share * budget * 1.02 else { break }
        let strength = made.strength * Float(pow(Self.share * budget / cost, 0.8))
        options.strengths = strength...strength
        made = try Watermark.embed(mark, key: marking.key, into: ground, alpha: alpha, options: options)
      }
      layer = fills.map { made.change.faint(in: $0) } ?? made.change
      psnr = fills == nil ? made.psnr : Self.psnr(layer)
      self.fills = fills
      whole = Self.isWide(fills) ? made.change : nil
    }
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
    step.layer = layer.map { factor * $0 }
    step.psnr -= 20 * log10(Double(factor))
    return step
  }

  /// What the mark must survive while its strength is chosen.
  private static let selfTests: [SelfTest] =
    (Handling.named("jpeg-75").map { jpeg in [SelfTest(name: jpeg.name) { try jpeg($0) }] } ?? []) + [.halfSize]

  /// How the mark came through.
  ///
  /// - Parameter picture: the decoded output.
  /// - Throws: `WatermarkError`, what a handling throws.
  func outcome(in picture: RasterImage) throws -> Outcome.Mark {
    let whole = try Watermark.detect(in: picture, key: marking.key)
    var margin = 0.0
    if whole.mark == mark {
      let handled = try ["jpeg-75", "half"].compactMap(Handling.named).map { handling in
        try Watermark.detect(in: try handling(picture), key: marking.key)
      }
      let threshold = whole.threshold()
      margin =
        ([whole] + handled).map { found in
          // What looks best in a picture whose mark is lost is about as strong as the mark is.
          min(found.mark == mark ? .infinity : 0.99, found.joint / threshold)
        }.min() ?? 0
    }
    return Outcome.Mark(
      id: mark.description, key: marking.recipe.key, read: whole.mark == mark, margin: margin, psnr: psnr)
  }

  private static func sum(_ image: RasterImage, _ change: RasterImage) -> RasterImage {
    let change = image.channels == change.channels ? change : image.channels == 3 ? change.rgb : change.grey
    return image.combined(with: change) { min(1, max(0, $0 + $1)) }
  }
}

extension RasterImage {
  /// One plane of three.
  fileprivate var grey: RasterImage {
    RasterImage(planes: [luma()])
  }
}

extension Detection {
  /// The joint statistic that a mark needs, from that of a mark that was read.
  ///
  /// The bound of a reading is ln p = a − z² / 2 (``FalseAlarm``), and a follows from any reading.
  ///
  /// - Parameter falseAlarm: the largest probability of a false alarm.
  func threshold(falseAlarm: Double = 1e-9) -> Double {
    let a = self.falseAlarm * log(10) + joint * joint / 2
    return (2 * (a - log(falseAlarm))).squareRoot()
  }
}
