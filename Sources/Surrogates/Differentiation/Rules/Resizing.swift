extension DerivativeRules {
  /// Changes of resolution.
  static let resizing: [String: DerivativeRule] = [:]
}
