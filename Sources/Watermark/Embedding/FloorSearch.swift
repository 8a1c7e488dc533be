import PerceptualMetrics
import Raster

/// Finds the largest strength at which the marked picture still reaches its `QualityFloor`.
///
/// Pictures of several megapixels are searched on a mosaic of parts, because every look at the whole takes long; at the end the
/// whole is looked at.
struct FloorSearch {
  private let floor: QualityFloor
  private let whole: Pair
  private let parts: Pair?
  /// What the whole picture costs for every point that its parts cost.
  private var ratio = 1.0
  private var scores: [Float: Double] = [:]
  private var partScores: [Float: Double] = [:]

  /// Points above the floor that are close enough to it.
  private static let room = 0.3
  /// The same after a search on parts, where every look at the whole takes long.
  private static let mosaicRoom = 1.2
  private static let tries = 8
  /// Pictures of fewer pixels are looked at as a whole.
  private static let small = 2_000_000
  /// The mosaic: so many parts each way, of so many pixels a side.
  private static let partsAcross = 4
  private static let partSide = 256
  /// What a change costs grows about like its amplitude to this power.
  private static let usualPower = 1.25

  private struct Pair {
    let image: PackedImage
    let change: any PictureChange
    let score: QualityFloor.Score

    func callAsFunction(_ strength: Float) throws -> Double { try score(image.marked(with: change, strength)) }
  }

  init(_ floor: QualityFloor, image: PackedImage, change: MarkChange, alpha: Plane?) {
    self.floor = floor
    whole = Pair(image: image, change: change, score: floor.score)
    guard image.width * image.height > Self.small, min(image.width, image.height) >= Self.partsAcross * Self.partSide,
      let measure = floor.measure
    else {
      parts = nil
      return
    }
    let (columns, rows) = (Self.ranges(image.width), Self.ranges(image.height))
    let reference = image.samplePatches(columns: columns, rows: rows)
    let shown = alpha.map { $0.samplePatches(columns: columns, rows: rows) }
    parts = Pair(
      image: PackedImage(reference), change: change.samplePatches(columns: columns, rows: rows),
      score: measure(reference, shown))
  }

  /// Where the parts lie along a side of so many pixels.
  private static func ranges(_ length: Int) -> [Range<Int>] {
    (0..<partsAcross).map { part in
      let start = (2 * part + 1) * length / (2 * partsAcross) - partSide / 2
      return start..<start + partSide
    }
  }

  /// The score of the whole picture with the change at a strength.
  mutating func score(_ strength: Float) throws -> Double {
    if let known = scores[strength] { return known }
    let score = try whole(strength)
    scores[strength] = score
    return score
  }

  /// The strongest change up to `limit` that leaves the picture above the floor, about.
  mutating func highest(upTo limit: Float) throws -> Float {
    guard let parts else { return try search(from: limit, upTo: limit) { try $0.score($1) } }
    var estimated = limit
    for _ in 0..<3 {
      estimated = try search(from: estimated, upTo: limit) { search, strength in
        let known = search.partScores[strength]
        let score = try known ?? parts(strength)
        search.partScores[strength] = score
        return 100 - search.ratio * (100 - score)
      }
      let score = try score(estimated)
      if score >= floor.minimum, score <= floor.minimum + Self.mosaicRoom || estimated >= limit { return estimated }
      if let part = partScores[estimated] { ratio = max(0.1, 100 - score) / max(0.1, 100 - part) }
    }
    return try search(from: estimated, upTo: limit) { try $0.score($1) }
  }

  private mutating func search(
    from start: Float, upTo limit: Float, _ score: (inout FloorSearch, Float) throws -> Double
  ) rethrows -> Float {
    let search = StrengthSearch(
      cost: .init(minimumScore: floor.minimum, tolerance: Self.room), exponent: 1 / Self.usualPower,
      bracket: .init(upTo: Double(limit)), evaluations: Self.tries)
    var weakest = start
    let found = try search.run(from: Double(start)) { scale -> StrengthSearch.Evaluation<Float> in
      let strength = Float(scale)
      weakest = min(weakest, strength)
      return .scored(try score(&self, strength), strength)
    }
    return found?.payload ?? weakest
  }
}
