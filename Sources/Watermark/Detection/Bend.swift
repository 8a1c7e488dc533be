/// A smooth displacement, as of paper that is not flat or of a picture that was bent a little on purpose: a polynomial of the second and third
/// degree, since a warp has the first by itself.
struct Bend: Sendable, Equatable {
  /// What each monomial moves a point, across and down, in halves of the picture's longer side.
  private(set) var across = SIMD8<Double>.zero
  private(set) var down = SIMD8<Double>.zero

  private static let monomialCount = 7
  /// The numbers that a search varies: one for each monomial in each of two directions.
  static let parameterCount = 2 * monomialCount

  static let none = Bend()

  /// Whether no point is moved by more than a tenth of the picture's longer side at its corners.
  var isPlausible: Bool {
    func sum(_ values: SIMD8<Double>) -> Double { values.replacing(with: -values, where: values .< 0).sum() }
    return max(sum(across), sum(down)) < 0.2
  }

  /// By how much a point is moved.
  ///
  /// - Parameter q: its distance from the picture's middle, in halves of the longer side.
  func displacement(at q: SIMD2<Double>) -> SIMD2<Double> {
    let (xx, xy, yy) = (q.x * q.x, q.x * q.y, q.y * q.y)
    let monomials = SIMD8(xx, xy, yy, xx * q.x, xx * q.y, yy * q.x, yy * q.y, 0)
    return SIMD2((across * monomials).sum(), (down * monomials).sum())
  }

  /// The slope of `v · displacement` at a point.
  func slope(of v: SIMD2<Double>, at q: SIMD2<Double>) -> SIMD2<Double> {
    let weights = v.x * across + v.y * down
    let (xx, xy, yy) = (q.x * q.x, q.x * q.y, q.y * q.y)
    let byX = SIMD8(2 * q.x, q.y, 0, 3 * xx, 2 * xy, yy, 0, 0)
    let byY = SIMD8(0, q.x, 2 * q.y, 0, xx, 2 * xy, 3 * yy, 0)
    return SIMD2((weights * byX).sum(), (weights * byY).sum())
  }

  /// The displacement with one number changed.
  func moved(_ parameter: Int, by step: Double) -> Bend {
    var result = self
    let monomial = parameter % Self.monomialCount
    if parameter < Self.monomialCount { result.across[monomial] += step } else { result.down[monomial] += step }
    return result
  }
}
