import ImageCodec
import Raster
import Verifier

/// Some of a picture to stand for all of it, where an average over the whole is wanted and about will do: strips of rows at
/// even distances, one under the other, some two megapixels of a large picture and all of a small one.
struct PictureSample {
  /// Pixels up to which a picture stands for itself.
  private static let pixels = 3_000_000
  /// Rows of a strip: several times what a metric's windows reach over at its coarser scales, so that the seams count little.
  private static let strip = 128
  private let strips: [Range<Int>]?
  private let comparison: Comparison

  init(of picture: RasterImage, alpha: Plane?) {
    let strips = Self.strips(width: picture.width, height: picture.height)
    self.strips = strips
    comparison = Comparison(
      reference: Self.part(strips, of: picture), alpha: alpha.map { Self.part(strips, of: $0) })
  }

  /// Whether it is only some of the picture.
  var isPartial: Bool { strips != nil }

  /// SSIMULACRA2 of the sample with something added.
  ///
  /// - Parameter change: a part of what is added to the picture, with as many planes.
  func score(adding change: RasterImage) -> Double {
    comparison.score(comparison.reference.combined(with: change) { min(1, max(0, $0 + $1)) })
  }

  /// The part of what an output may cost that the change itself may take where the coding of a JPEG costs the rest, about.
  private static let jpegShare = 0.85

  /// The scale of a change at which the sample's score meets its minimum: where the search in the whole picture begins.
  func scale(of layers: Layers, recipe: Recipe, format: ImageFormat) -> Double {
    guard isPartial, let change = layers.change else { return 1 }
    let part = Layers(change: self.part(of: change), mark: layers.mark.map { self.part(of: $0) })
    let budget = (100 - recipe.strength.minimumScore) * (format == .jpeg ? Self.jpegShare : 1)
    let search = ScaleSearch(
      minimum: 100 - budget, tolerance: ClosedLoop.tolerance, maximumScale: ClosedLoop.maximumScale,
      evaluations: 6, exponent: layers.mark == nil ? 1.1 : ClosedLoop.exponentBesideMark)
    let found = search.run(from: 0.5) { scale -> (score: Double, payload: Void)? in
      guard let sum = part.sum(scale: Float(scale), epsilon: Float(recipe.epsilon) / 255) else { return nil }
      return (score(adding: sum.matching(comparison.reference)), ())
    }
    return found?.scale ?? 1
  }

  /// What a picture of the same size has where the sample lies.
  func part(of picture: RasterImage) -> RasterImage { Self.part(strips, of: picture) }

  private static func strips(width: Int, height: Int) -> [Range<Int>]? {
    let count = max(2, 2_000_000 / (width * strip))
    guard width * height > pixels, count * strip < height else { return nil }
    let gap = Double(height - count * strip) / Double(count)
    return (0..<count).map { index in
      let first = index * strip + Int(gap * (Double(index) + 0.5))
      return first..<first + strip
    }
  }

  /// The same of one plane.
  func part(of plane: Plane) -> Plane { Self.part(strips, of: plane) }

  private static func part(_ strips: [Range<Int>]?, of picture: RasterImage) -> RasterImage {
    RasterImage(planes: picture.planes.map { part(strips, of: $0) })
  }

  private static func part(_ strips: [Range<Int>]?, of plane: Plane) -> Plane {
    guard let strips else { return plane }
    var samples = ContiguousArray<Float>()
    samples.reserveCapacity(strips.count * strip * plane.width)
    for rows in strips {
      samples.append(contentsOf: plane.samples[rows.lowerBound * plane.width..<rows.upperBound * plane.width])
    }
    return Plane(width: plane.width, height: strips.count * strip, samples: samples)
  }
}
