/// What an output carries beside its pixels.
package struct CarriedMetadata: Sendable, Codable, Equatable {
  /// Number of blocks that the output has exactly as the input had them.
  package let kept: Int
  /// What could not stay as it was, one sentence each.
  package let notes: [String]

  package init(kept: Int, notes: [String]) {
    self.kept = kept
    self.notes = notes
  }
}
