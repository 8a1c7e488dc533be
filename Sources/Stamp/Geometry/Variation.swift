import Foundation
import Raster

/// The random differences between the stamps of two pictures: place, size, warp, opacity and tint.
///
/// A stamp that is the same on many pictures is what remains when their gradients' median is taken, and can then be taken
/// off all of them; of the differences that do not show, smooth warps hurt that attack most (Dekel, Rubinstein, Liu &
/// Freeman, "On the Effectiveness of Visible Watermarks", CVPR 2017).
struct Variation: Sendable {
  /// Pixels that the stamp is moved by.
  var shiftX = 0.0
  var shiftY = 0.0
  /// Degrees clockwise.
  var rotation = 0.0
  /// Factors of size and opacity.
  var size = 1.0
  var opacity: Float = 1
  /// Added to light or taken from it, in linear light.
  var tint = SIMD3<Float>()
  /// For tiles: seeds of each one's own jitter, and its size in pixels.
  var jitterSeed: UInt64 = 0
  var jitter = 0.0
  /// Displacement in pixels, and changes of opacity by a factor of 1 + value; `nil`: none.
  var fields: Fields?

  struct Fields: Sendable {
    var coarseX, coarseY, fineX, fineY, opacity: SmoothField
    /// The largest displacement in pixels.
    var reach: Double
  }

  /// No variation.
  static let none = Variation()

  /// What a seed gives for a stamp.
  ///
  /// - Parameters:
  ///   - lineHeight: of the stamp, in pixels of the picture.
  ///   - gap: between tiles, in pixels; 0 for a single stamp.
  init(
    seed: UInt64, placement: Placement, lineHeight: Double, gap: Double, pictureWidth: Int, pictureHeight: Int
  ) {
    var generator = SeededGenerator(seed: seed, purpose: "stamp place")
    let symmetric = { (generator: inout SeededGenerator) in Double(2 * generator.uniform() - 1) }
    let short = Double(min(pictureWidth, pictureHeight))
    shiftX = symmetric(&generator) * 0.012 * short
    shiftY = symmetric(&generator) * 0.012 * short
    rotation = symmetric(&generator) * 1.2
    size = 1 + symmetric(&generator) * 0.025
    opacity = 1 + Float(symmetric(&generator)) * 0.1
    tint = SIMD3(generator.uniform(), generator.uniform(), generator.uniform()) * 0.08
    jitterSeed = generator.next()
    jitter = gap * 0.12
    // Warps have to be of some pixels to move edges at all, and grow with the letters from there.
    let coarse = max(0.8, 0.03 * lineHeight)
    let fine = max(0.4, 0.012 * lineHeight)
    var whole = Region(left: 0, top: 0, width: pictureWidth, height: pictureHeight)
    if gap == 0 {
      let bounds = placement.bounds
      // A stamp without a margin is not moved over the edge.
      let (roomX, roomY) = (placement.x - bounds.width / 2, placement.y - bounds.height / 2)
      shiftX = min(max(0, Double(pictureWidth) - bounds.width - roomX), max(-max(0, roomX), shiftX))
      shiftY = min(max(0, Double(pictureHeight) - bounds.height - roomY), max(-max(0, roomY), shiftY))
      let room = lineHeight + 0.1 * short
      whole.left = Int(placement.x - bounds.width / 2 - room)
      whole.top = Int(placement.y - bounds.height / 2 - room)
      whole.width = Int(bounds.width + 2 * room)
      whole.height = Int(bounds.height + 2 * room)
    }
    var noise = SeededGenerator(seed: seed, purpose: "stamp warp")
    let field = { (cell: Double, rms: Double, noise: inout SeededGenerator) in
      SmoothField(region: whole, cell: max(2, cell * lineHeight), rms: Float(rms), generator: &noise)
    }
    let coarseX = field(1.2, coarse, &noise)
    let coarseY = field(1.2, coarse, &noise)
    let fineX = field(0.4, fine, &noise)
    let fineY = field(0.4, fine, &noise)
    fields = Fields(
      coarseX: coarseX, coarseY: coarseY, fineX: fineX, fineY: fineY, opacity: field(0.8, 0.1, &noise),
      // Samples are cut at 2.5 standard deviations before they are smoothed.
      reach: 2.5 / 0.479 * (coarse + fine))
  }

  private init() {}

  /// The offset of a tile in pixels, by its column and row.
  @inline(__always)
  func jitter(column: Int, row: Int) -> (x: Double, y: Double) {
    guard jitter > 0 else { return (0, 0) }
    var generator = SeededGenerator(
      seed: jitterSeed ^ (UInt64(bitPattern: Int64(column)) &* 0x9e37_79b9_7f4a_7c15)
        ^ (UInt64(bitPattern: Int64(row)) &* 0xc2b2_ae3d_27d4_eb4f))
    return (Double(2 * generator.uniform() - 1) * jitter, Double(2 * generator.uniform() - 1) * jitter)
  }
}
