/// What an output carries beside its pixels.
public struct CarriedMetadata: Sendable, Codable, Equatable {
  /// Number of blocks that the output has exactly as the input had them.
  public let kept: Int
  /// What could not stay as it was, one sentence each.
  public let notes: [String]

  public init(kept: Int, notes: [String]) {
    self.kept = kept
    self.notes = notes
  }
}
