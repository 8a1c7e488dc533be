/// What one self-test leaves of a mark.
public struct MarkSurvival: Sendable, Equatable {
  public var name: String
  /// What is left of the mark over what reading needs: under 1 it is lost, under 1.2 in danger.
  public var margin: Double
}
