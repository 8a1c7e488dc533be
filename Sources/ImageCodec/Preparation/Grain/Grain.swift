/// A texture of the craft that a picture gets before it is protected, because its artist asks for it: what is flat then hides a change.
package struct Grain: Sendable, Equatable, Codable, LosslessStringConvertible {
  /// What the texture looks like.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// Fibres and a soft relief, as of drawing paper.
    case paper
    /// A plain weave of uneven threads.
    case canvas
    /// The irregular specks of film, strongest in middle tones.
    case film
    /// A screen of dots at 45°, strongest in middle tones.
    case halftone
  }

  package var kind: Kind
  /// The root mean square of the texture where it is strongest, in levels of 255.
  package var strength: Double

  /// The strengths that may be asked for.
  package static let strengths = 0.5...8.0
  package static let defaultStrength = 2.0

  package init(kind: Kind, strength: Double = Grain.defaultStrength) {
    self.kind = kind
    self.strength = strength
  }

  /// What is asked for, as `film:2.0`.
  package var description: String { "\(kind.rawValue):\(strength)" }

  /// - Returns: `nil` for anything that is no description of a grain.
  package init?(_ description: String) {
    let parts = description.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let kind = Kind(rawValue: parts[0]), let strength = Double(parts[1]),
      Self.strengths.contains(strength)
    else { return nil }
    self.init(kind: kind, strength: strength)
  }

  /// Whether its phases may be chosen: the dots of a screen would no longer stand in line.
  package var canBeShaped: Bool { kind != .halftone }

  /// What is asked for, in words.
  package var words: String { "with \(kind.rawValue) grain of \(strength) levels" }
}
