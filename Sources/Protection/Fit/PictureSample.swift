import Comparison
import ImageCodec
import PerceptualMetrics
import Raster

/// A sample of a picture on which averages over the full picture are estimated: squares at even distances, laid side by side.
///
/// A large picture is sampled with about two megapixels, a small one is its own sample.
package struct PictureSample {
  /// Pixels up to which a picture stands for itself.
  private static let pixels = 2_000_000
  /// Pixels along a square: several times what a metric's windows reach over at most of its scales, so that the seams count
  /// little, and few enough that several places are seen.
  private static let side = 512
  /// What borders of squares are multiples of in the stored picture: no JPEG is coded in larger units.
  private static let unit = 32

  /// Where the squares lie: in each of the ranges of columns there is one in each of the ranges of rows.
  private struct Places {
    var columns: [Range<Int>]
    var rows: [Range<Int>]
  }

  /// In the picture as its file has it; `nil` for all of it.
  private let stored: Places?
  private let upright: Places?
  /// Scores the sample alone against the untouched one, without any coding.
  private let comparison: Comparison

  /// - Parameters:
  ///   - picture: upright.
  ///   - artwork: the same as its file has it.
  package init(of picture: some PictureSource, alpha: Plane?, artwork: Artwork) {
    stored = Self.places(width: artwork.width, height: artwork.height)
    upright = stored.map { Self.upright($0, artwork) }
    let (whole, part) = (picture.packed, PackedImage(Self.part(upright, of: picture.packed)))
    comparison = Comparison(
      reference: whole.isOfLevels ? part.inLevels : part,
      alpha: alpha.map { [upright] in Self.part(upright, of: $0) }, keepingUpTo: stored == nil ? 8_000_000 : 0)
  }

  /// Whether it is only a part of the picture.
  var isPart: Bool { upright != nil }

  /// SSIMULACRA2 of the sample with something added.
  ///
  /// - Parameter change: a part of what is added to the picture.
  func score(adding change: RasterImage) -> Double {
    let reference = comparison.reference.image
    return comparison.score(reference.combined(with: change.matching(reference)) { $0.within($0 + $1) })
  }

  /// The sample as a file of its own; `nil` of a PNG and of a small picture.
  package func file(of editor: ImageEditor) throws -> [UInt8]? {
    try stored.flatMap { try editor.part(columns: $0.columns, rows: $0.rows) }
  }

  /// Estimates the scale at which the full picture meets its minimum score: the scale at which the sample's score lies in the
  /// middle of the accepted range. The search in the full picture begins, and mostly ends, there.
  ///
  /// - Parameter score: of the sample as its file decodes, with layers at a scale; `nil` where it has no file.
  func scale(
    of layers: Layers, recipe: Recipe, score: ((Layers, Double) throws -> Double)?
  ) throws -> Double {
    guard upright != nil, let perturbation = layers.perturbation else { return layers.maximumScale }
    let part = Layers(
      perturbation: Layer(self.part(of: perturbation)), mark: layers.mark.map { Layer(self.part(of: $0)) },
      maximumScale: layers.maximumScale)
    let aim = recipe.strength.minimumScore + FitTolerance.score / 2 + Self.seams
    let search = StrengthSearch(
      cost: .init(minimumScore: aim - Self.room / 2, tolerance: Self.room),
      exponent: FitTolerance.exponent(besideMark: layers.mark != nil), bracket: .init(upTo: layers.maximumScale),
      evaluations: 7)
    let found = try search.run(from: layers.maximumScale) {
      scale -> StrengthSearch.Evaluation<Void> in
      if let score { return .scored(try score(part, scale), ()) }
      guard let sum = part.sum(scale: Float(scale), epsilon: Float(recipe.epsilon) / 255) else { return .tooLarge }
      return .scored(self.score(adding: sum.whole), ())
    }
    return found?.scale ?? Self.leastScale
  }

  /// Points of the score between which the sample's scale is good enough.
  private static let room = 0.5
  /// By how many points the sample looks better than the whole: seams hide some of the change at coarse scales.
  private static let seams = 1.2
  /// Where the search in the whole begins if no scale was small enough.
  private static let leastScale = 0.05

  /// What a picture of the same size has where the sample lies.
  package func part(of picture: some PictureSource) -> RasterImage { Self.part(upright, of: picture.packed) }

  /// The same of something that is added to the picture.
  func part(of change: Layer) -> RasterImage {
    upright.map { change.samplePatches(columns: $0.columns, rows: $0.rows) } ?? change.whole
  }

  /// The same of one plane.
  func part(of plane: Plane) -> Plane { Self.part(upright, of: plane) }

  private static func places(width: Int, height: Int) -> Places? {
    guard width * height > pixels, min(width, height) >= unit else { return nil }
    let squares = Double(pixels) / Double(side * side)
    let across = (squares * Double(width) / Double(height)).squareRoot()
    // Of a long picture all along its short side, if need be in one square.
    let most = (columns: max(1, width / side), rows: max(1, height / side))
    let columns = min(most.columns, max(1, Int(across.rounded())))
    let rows = min(most.rows, max(1, Int((squares / Double(columns)).rounded())))
    return Places(columns: ranges(columns, in: width), rows: ranges(rows, in: height))
  }

  private static func ranges(_ count: Int, in length: Int) -> [Range<Int>] {
    let side = min(side, length / unit * unit)
    let gap = Double(length - count * side) / Double(count)
    return (0..<count).map { index in
      let first = (index * side + Int(gap * (Double(index) + 0.5))) / unit * unit
      return first..<first + side
    }
  }

  private static func upright(_ places: Places, _ artwork: Artwork) -> Places {
    func turned(_ ranges: [Range<Int>], _ length: Int) -> [Range<Int>] {
      ranges.reversed().map { length - $0.upperBound..<length - $0.lowerBound }
    }
    let (columns, rows) = (places.columns, places.rows)
    let (right, bottom) = (turned(columns, artwork.width), turned(rows, artwork.height))
    return switch artwork.orientation {
    case .up: places
    case .upMirrored: Places(columns: right, rows: rows)
    case .down: Places(columns: right, rows: bottom)
    case .downMirrored: Places(columns: columns, rows: bottom)
    case .leftMirrored: Places(columns: rows, rows: columns)
    case .right: Places(columns: bottom, rows: columns)
    case .rightMirrored: Places(columns: bottom, rows: right)
    case .left: Places(columns: rows, rows: right)
    }
  }

  private static func part(_ places: Places?, of picture: PackedImage) -> RasterImage {
    places.map { picture.samplePatches(columns: $0.columns, rows: $0.rows) } ?? picture.image
  }

  private static func part(_ places: Places?, of plane: Plane) -> Plane {
    places.map { plane.samplePatches(columns: $0.columns, rows: $0.rows) } ?? plane
  }
}
