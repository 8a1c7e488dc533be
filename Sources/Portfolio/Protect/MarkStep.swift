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
  /// left for the change (Research/notes/ledger.md).
  static let share = 0.5
  /// The share that it may take in any case; beyond that it is no stronger than its self-tests ask for.
  static let freeShare = 0.2
  /// So that a mark which just survives its self-tests is still found where it has to be searched for.
  private static let pilotGain: Float = 1.7

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
    let options = EmbeddingOptions(
      psnr: marking.recipe.psnr, selfTests: Self.selfTests, triesParts: true, seeksPlace: true,
      pilotGain: Self.pilotGain)
    let made = try Watermark.embed(mark, key: marking.key, into: ground, alpha: alpha, options: options)
    layer = made.change
    psnr = made.psnr
    guard marking.recipe.psnr == nil else { return }
    // The mark is proportional to its strength, so it need not be made again.
    let cost = 100 - recipe.strength.minimumScore
    let (part, partFills) = (sample.part(of: layer), fills.map { sample.part(of: $0) })
    var factor: Float = 1
    var least: Float = 0
    for _ in 0..<3 {
      let reached = max(0.01, 100 - sample.score(adding: Self.scaled(part, factor, partFills).matching(original)))
      least = factor * Self.strength(for: Self.freeShare * cost / reached)
      guard reached > Self.share * cost * 1.02 else { break }
      factor *= Self.strength(for: Self.share * cost / reached)
    }
    for _ in 0..<2 where recipe.perturbs && factor > least {
      let survivals =
        try fills.map { try made.survivals(of: Self.scaled(layer, factor, $0)) }
        ?? made.survivals(of: layer, strength: factor)
      let need = options.lack(survivals)
      guard need < 0.97 else { break }
      // After a JPEG a mark is lost faster than its strength.
      factor = max(least, factor * Float(pow(need, 0.75)))
    }
    if factor < 1 { scale(by: factor) }
    guard let fills else { return }
    self.fills = fills
    whole = Self.isWide(fills) ? layer : nil
    layer = layer.faint(in: fills)
    psnr = Self.psnr(layer)
  }

  /// A multiple of a mark, faint in flat fills if there are any.
  private static func scaled(_ layer: RasterImage, _ factor: Float, _ fills: Plane?) -> RasterImage {
    let scaled = factor == 1 ? layer : layer.map { factor * $0 }
    return fills.map { scaled.faint(in: $0) } ?? scaled
  }

  /// By what factor a mark's strength changes where what it costs changes by another.
  private static func strength(for cost: Double) -> Float { Float(pow(cost, 0.8)) }

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

  /// What the mark must survive while its strength is chosen: to be shown smaller and saved again, which takes more of it than
  /// JPEG alone, and half the size, after which it can be found in a crop as well.
  private static let selfTests: [SelfTest] = {
    let screenshot = Handling.named("jpeg-75").map { jpeg in
      SelfTest(name: "screenshot", reserve: 1.1) { image in
        let (width, height) = (image.width * 7 / 10, image.height * 7 / 10)
        return try jpeg(SeparableMap.resize(width: image.width, height: image.height, to: width, height)(image))
      }
    }
    var half = SelfTest.halfSize
    half.reserve = 1.7
    return [screenshot].compactMap(\.self) + [half]
  }()

  /// What reads the mark, without the memory of its layer.
  var reader: MarkReader { MarkReader(marking: marking, mark: mark, psnr: psnr) }
}
