import Metadata
import Protection

/// Settings of a ``Protector``: what a picture may lose, and what its copy declares and carries.
///
/// Pictures protected with equal settings by the same version of Lacquer are equal byte for byte.
public struct ProtectionSettings: Sendable, Equatable {
  /// A strength bounds how visible the change may be. Every bound holds for the decoded output.
  public enum Strength: String, Sendable, CaseIterable {
    /// No difference is seen when both pictures are swapped in place: SSIMULACRA2 of at least 85.
    case subtle
    /// High quality: SSIMULACRA2 of at least 75.
    case standard
    /// The change may be seen in smooth places: SSIMULACRA2 of at least 60.
    case strong
  }

  /// How visible the change may be.
  public var strength: Strength
  /// The largest change of a sample, in levels of 255, from 1 to 64; `nil` takes that of the strength (6, 8 or 12).
  public var largestChange: Int?
  /// The largest growth of the file, as a factor of its bytes, from 1 to 1000; `nil` takes that of the format (1.5 for PNG,
  /// 1.12 for JPEG).
  public var maximumGrowth: Double?
  /// Whether pixels are changed to move the encoders of image models. Without it a copy is only marked and declared.
  public var perturbs: Bool
  /// Mixed into the random choices of every picture.
  public var seed: UInt64
  /// The invisible mark that every copy carries; `nil` for none.
  public var mark: InvisibleMark.Settings?
  /// What the copy declares, and what is removed from its metadata. An opt-out of everything by default.
  public var metadata: MetadataEdits

  /// Creates settings; those of `lacquer protect` by default.
  public init(
    strength: Strength = .standard, largestChange: Int? = nil, maximumGrowth: Double? = nil, perturbs: Bool = true,
    seed: UInt64 = 0, mark: InvisibleMark.Settings? = nil, metadata: MetadataEdits = MetadataEdits(optOut: .all)
  ) {
    self.strength = strength
    self.largestChange = largestChange
    self.maximumGrowth = maximumGrowth
    self.perturbs = perturbs
    self.seed = seed
    self.mark = mark
    self.metadata = metadata
  }

  /// The recipe that has these settings, without the mark, which differs from recipient to recipient.
  func recipe() throws -> Recipe {
    if let largestChange, !Recipe.epsilons.contains(largestChange) {
      throw LacquerError(.value, "largestChange must be from 1 to 64 levels, not \(largestChange)")
    }
    if let maximumGrowth, !Recipe.growths.contains(maximumGrowth) {
      throw LacquerError(.value, "maximumGrowth must be from 1 to 1000, not \(maximumGrowth)")
    }
    try mark?.validate()
    let strength: Protection.Strength =
      switch self.strength {
      case .subtle: .subtle
      case .standard: .standard
      case .strong: .strong
      }
    return Recipe(
      strength: strength, epsilon: largestChange, seed: seed, maximumGrowth: maximumGrowth,
      metadata: try metadata.edit(), perturbs: perturbs)
  }
}
