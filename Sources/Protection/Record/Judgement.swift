/// A judgement of a protected picture: how much may be claimed of it.
package struct Judgement: Sendable, Equatable {
  /// What a change achieves.
  package enum Effect: Sendable, Equatable {
    /// What its strength promises.
    case full
    /// It moves encoders hardly further than noise, or the mark cannot be read.
    case weak
    /// Not one sample differs.
    case none
  }

  package let effect: Effect
  /// Why the effect is not full, where no warning of the picture says so.
  package let reason: Warning?

  /// The smallest ratio over matched noise, in the worst everyday handling, at which a change counts as more than noise.
  static let leastRatio = 1.05

  private init(_ effect: Effect, _ reason: Warning? = nil) {
    self.effect = effect
    self.reason = reason
  }

  /// Judges a picture.
  ///
  /// - Parameter recipe: what was asked for.
  package init(of picture: ProtectedPicture, recipe: Recipe) {
    self = Self.judge(picture, recipe)
  }

  private static func judge(_ picture: ProtectedPicture, _ recipe: Recipe) -> Judgement {
    guard picture.distortion.linf > 0 else {
      let words =
        recipe.preparation?.grain == nil
        ? "not one sample differs: models see the same picture"
        : "but for the grain not one sample differs: models see what any such grain shows them"
      return Judgement(.none, Warning(.unchanged, words))
    }
    // What is missing of a mark was said where it was found missing.
    if recipe.mark != nil, picture.mark?.read != true { return Judgement(.weak) }
    guard recipe.perturbs, let least = picture.drift.encoders.min(by: { $0.worstRatio < $1.worstRatio }) else {
      return Judgement(.full)
    }
    if least.worstRatio < leastRatio {
      let handling = least.worst == "none" ? "even as it is" : "after \(least.worst)"
      return Judgement(
        .weak, Warning(.noiseLevel, "\(least.name) is moved hardly further than by noise, \(handling)"))
    }
    if let moved = picture.drift.encoders.compactMap(\.unhandledDrift).min(), moved < recipe.strength.usualDrift / 3 {
      return Judgement(
        .weak, Warning(.noiseLevel, "encoders are moved less than a third as far as this strength usually does"))
    }
    return Judgement(.full)
  }
}
