/// How much of the budget of a picture goes to its mark, where the perturbation shares it.
package enum MarkStrength: String, Sendable, Codable, CaseIterable {
  case low, normal, high

  /// The factor on what the self-tests ask for.
  var reserve: Double {
    switch self {
    case .low: 0.85
    case .normal: 1
    case .high: 1.45
    }
  }

  /// The share of what an output may cost (100 − SSIMULACRA2) that the mark alone may take. The more it takes, the less is left for the
  /// perturbation.
  var share: Double {
    switch self {
    case .low: 0.35
    case .normal: 0.5
    case .high: 0.65
    }
  }

  /// The share that it may take in any case; beyond that it is no stronger than its self-tests require.
  var freeShare: Double {
    switch self {
    case .low: 0.1
    case .normal: 0.2
    case .high: 0.35
    }
  }
}
