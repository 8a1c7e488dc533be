import Protection

extension CopyStatus {
  /// The smallest ratio over matched noise, in the worst everyday handling, at which a change counts as more than noise.
  public static let leastRatio = 1.05

  /// What may be said of a protected picture.
  ///
  /// - Parameter recipe: what was asked for.
  /// - Returns: the status, and the reason if it is not `.protected`.
  static func judge(_ picture: ProtectedPicture, recipe: Recipe) -> (status: CopyStatus, reason: Warning?) {
    guard picture.distortion.linf > 0 else {
      return (.unchanged, Warning(.unchanged, "not one sample differs: models see the same picture"))
    }
    // What is missing of a mark was said where it was found missing.
    if recipe.mark != nil, picture.mark?.read != true { return (.weak, nil) }
    guard recipe.perturbs, let least = picture.drift.encoders.min(by: { $0.worstRatio < $1.worstRatio }) else {
      return (.protected, nil)
    }
    if least.worstRatio < leastRatio {
      return (.weak, Warning(.noiseLevel, "\(least.name) is moved hardly further than by noise after \(least.worst)"))
    }
    if let moved = picture.drift.encoders.compactMap(\.unhandledDrift).min(), moved < recipe.strength.usualDrift / 3 {
      return (.weak, Warning(.noiseLevel, "encoders are moved less than a third as far as this strength usually does"))
    }
    return (.protected, nil)
  }
}
