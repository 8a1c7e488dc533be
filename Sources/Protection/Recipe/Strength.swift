/// How much a change may cost, as people see it: what SSIMULACRA2 must still say of the decoded output.
package enum Strength: String, Sendable, Codable, CaseIterable {
  case subtle, standard, strong

  /// The lowest SSIMULACRA2 score of the output. 85 is no visible difference when swapped in place, 70 high quality
  /// (Cloudinary's scale).
  package var minimumScore: Double {
    switch self {
    case .subtle: 85
    case .standard: 75
    case .strong: 60
    }
  }

  /// The most that ``PatternVisibility`` may say of the change: about LPIPS-Alex .03, .04 and .23.
  package var maximumVisibility: Double {
    switch self {
    case .subtle: 0.08
    case .standard: 0.088
    case .strong: 0.24
    }
  }

  /// The drift of the built-in judge under which an output counts as weak when it reaches only a third of it: the median of
  /// photographs and paintings (Research/notes/perturbation.md).
  package var usualDrift: Double {
    switch self {
    case .subtle: 0.18
    case .standard: 0.28
    case .strong: 0.46
    }
  }

  /// The default L∞ cap in levels of 255.
  package var epsilon: Int {
    switch self {
    case .subtle: 6
    case .standard: 8
    case .strong: 12
    }
  }
}
