/// How the file is kept small while a scale is searched.
struct SizeAttempt {
  /// Of a JPEG's coefficients.
  var deadZone: Float = 0
  /// Of a PNG's samples.
  var reduction = SizeReduction.none
}

/// How a file was made.
struct FilePlan {
  let attempt: SizeAttempt
  let scale: Double
  /// Whether the perturbation was left out, since not even a trace of it fits.
  let isBare: Bool
  let isGrowthLimited: Bool

  /// Of a picture without a change.
  static let untouched = FilePlan(attempt: SizeAttempt(), scale: 0, isBare: true, isGrowthLimited: false)
}
