/// What a protected file may have to carry beside its picture.
package enum Requirement: String, Sendable, CaseIterable {
  /// An invisible mark: the recorded one, if one was recorded.
  case mark
  /// A declaration that machines may not learn from it.
  case optOut = "opt-out"
  /// Content Credentials.
  case signature
  /// A signed receipt.
  case receipt
  /// A picture that is not the original's.
  case change
}
