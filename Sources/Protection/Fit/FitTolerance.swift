/// Constants that the search on a sample and the search on the full picture share.
enum FitTolerance {
  /// The SSIMULACRA2 points by which an output may stay better than its minimum.
  static let score = 1.0

  /// Exponent of the first guess: scale ∝ (100 − score)^exponent. It is larger beside a mark, because the mark's share of the
  /// cost does not shrink with the scale.
  static func exponent(besideMark: Bool) -> Double { besideMark ? 1.4 : 1.1 }
}
