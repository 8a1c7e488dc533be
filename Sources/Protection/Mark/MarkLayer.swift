import Foundation
import Handling
import PerceptualMetrics
import Raster
import Watermark

/// The mark of one picture: a layer of planes whose strength was found before the scale of the perturbation is searched.
struct MarkLayer {
  /// The gain of the pilots, so that a mark which just survives its self-tests is still found where it has to be searched for. Small pictures
  /// hold too little of the tile to spare as much of it.
  private static func pilotGain(width: Int, height: Int) -> Float { width * height < 160_000 ? 1.7 : 2.2 }

  private let assignment: MarkAssignment
  private let mark: Mark
  /// Units of 0…1, as large as the upright picture.
  private(set) var layer: Layer
  /// dB of the mark alone.
  private var psnr: Double
  private var weakened: Float = 1
  /// The mark as it was embedded, and where the picture's flat fills are, if it may be put there alone.
  private var whole: Layer?
  private var fills: Plane?
  /// How many of ``cellThresholds`` have been taken.
  private var coarsened = 0
  /// Least means of cells, in levels of 255, one after the other until the file is small enough.
  private static let cellThresholds: [Float] = [0.2, 0.4, 0.6, 0.8]

  /// Embeds the mark in a picture.
  ///
  /// - Parameters:
  ///   - picture: the mark is faint in its flat fills, unless the mark's PSNR is given.
  ///   - sample: of the picture, on which the mark's cost is judged.
  ///   - perturbation: what else is added. The mark must be readable through it, and it hides some of the mark.
  ///   - recipe: says what the output may cost.
  /// - Returns: `nil` for a picture that is too small.
  /// - Throws: `WatermarkError`, what a handling throws.
  init?(
    _ assignment: MarkAssignment, picture: Prepared, sample: PictureSample,
    perturbation: Layer?, recipe: Recipe
  ) throws {
    let original = picture.original
    guard min(original.width, original.height) >= MarkGeometry.smallestSide else { return nil }
    self.assignment = assignment
    mark = assignment.mark(forPictureWithHash: picture.sha256)
    let options = EmbeddingOptions(
      psnr: assignment.recipe.psnr, selfTests: Self.selfTests(assignment.strength), triesParts: true, seeksPlace: true,
      pilotGain: Self.pilotGain(width: original.width, height: original.height))
    let ground = try Self.ground(picture, perturbation, epsilon: Float(recipe.epsilon))
    let made = try Watermark.embed(mark, key: assignment.key, into: ground, alpha: picture.alpha, options: options)
    layer = Layer(made.change)
    psnr = made.psnr
    guard assignment.recipe.psnr == nil else { return }
    let factor = try Self.factor(of: made, options, assignment.strength, picture, sample, recipe)
    if factor < 1 { scale(by: factor) }
    guard let fills = picture.fills else { return }
    self.fills = fills
    whole = Self.isWide(fills) ? layer : nil
    layer = layer.faint(in: fills)
    psnr = Self.psnr(layer)
  }

  /// The picture with its perturbation at the size that this is meant to have.
  private static func ground(_ picture: Prepared, _ perturbation: Layer?, epsilon: Float) throws -> PackedImage {
    guard let perturbation else { return picture.original }
    var artwork = picture.artwork
    artwork.samples = try artwork.samples(adding: perturbation, epsilon: epsilon)
    return try artwork.packedWorkingCopy()
  }

  /// The factor by which an embedded mark is weakened: to its share of the cost, and beside a perturbation to what its
  /// self-tests require. The mark is proportional to its strength, so it need not be embedded again.
  private static func factor(
    of made: Embedding, _ options: EmbeddingOptions, _ strength: MarkStrength, _ picture: Prepared,
    _ sample: PictureSample, _ recipe: Recipe
  ) throws -> Float {
    let (fills, layer) = (picture.fills, Layer(made.change))
    let cost = 100 - recipe.strength.minimumScore
    let (part, partFills) = (sample.part(of: layer), fills.map { sample.part(of: $0) })
    var factor: Float = 1
    var least: Float = 0
    for _ in 0..<3 {
      let reached = max(0.01, 100 - sample.score(adding: scaled(part, factor, partFills)))
      least = factor * step(from: reached, to: strength.freeShare * cost)
      guard reached > strength.share * cost * 1.02 else { break }
      factor *= step(from: reached, to: strength.share * cost)
    }
    for _ in 0..<2 where recipe.perturbs && factor > least {
      let survivals =
        try fills.map { try made.survivals(of: layer.scaled(by: factor).faint(in: $0)) }
        ?? made.survivals(of: layer, strength: factor)
      let need = options.lack(survivals)
      guard need < 0.97 else { break }
      // After a JPEG a mark is lost faster than its strength.
      factor = max(least, factor * Float(StrengthSearch.factor(from: 1, to: need, exponent: 0.75)))
    }
    return factor
  }

  /// A multiple of a mark, faint in flat fills if there are any.
  private static func scaled(_ layer: RasterImage, _ factor: Float, _ fills: Plane?) -> RasterImage {
    let scaled = factor == 1 ? layer : layer.map { factor * $0 }
    return fills.map { scaled.faint(in: $0) } ?? scaled
  }

  /// The factor by which a mark's strength changes so that its cost becomes another.
  private static func step(from reached: Double, to goal: Double) -> Float {
    Float(StrengthSearch.factor(from: reached, to: goal, exponent: 0.8))
  }

  /// Whether flat fills alone can hold a mark.
  private static func isWide(_ fills: Plane?) -> Bool {
    fills.map { $0.sum { Double($0) } > 0.2 * Double($0.samples.count) } ?? false
  }

  private static func psnr(_ layer: Layer) -> Double { -20 * log10(max(layer.meanSquare.squareRoot(), 1e-6)) }

  /// The same mark, weaker, or in flat fills alone; `nil` when nothing worth looking for would be left.
  func weaker() -> MarkLayer? {
    if let whole, let fills {
      guard coarsened < Self.cellThresholds.count else { return nil }
      var step = self
      let cell = 2 * MarkGeometry.pitch(width: layer.width, height: layer.height)
      let coarse = whole.whole.coarse(in: fills, cell: cell, least: Self.cellThresholds[coarsened])
      step.layer = Layer(coarse)
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
    layer = layer.scaled(by: factor)
    psnr -= 20 * log10(Double(factor))
  }

  /// The self-tests that decide the mark's strength: a smaller copy that is saved again, which takes more of the mark than a
  /// JPEG alone; a strong JPEG, which stands for WebP and AVIF; and half the size, after which the mark can be found in a crop as well.
  private static func selfTests(_ strength: MarkStrength) -> [SelfTest] {
    let screenshot = Handling.named("jpeg-75").map { jpeg in
      SelfTest(name: "screenshot", reserve: 1.1 * strength.reserve) { image in
        let (width, height) = (image.width * 7 / 10, image.height * 7 / 10)
        return try jpeg(
          PackedImage(SeparableMap.resize(width: image.width, height: image.height, to: width, height)(image)))
      }
    }
    var half = SelfTest.halfSize
    half.reserve = 1.7 * strength.reserve
    let strong = Handling.named("jpeg-50").map { jpeg in
      SelfTest(name: jpeg.name, reserve: 2 * strength.reserve) { try jpeg($0) }
    }
    return [screenshot, strong].compactMap(\.self) + [half]
  }

  /// The reader of this mark, without the memory of its layer.
  var verification: MarkVerification { MarkVerification(assignment: assignment, mark: mark, psnr: psnr) }
}
