/// How a mark comes out of one self-test.
public struct MarkSurvival: Sendable, Equatable {
  public var name: String
  /// What is left of the mark over what reading needs: under 1 it is lost, under 1.2 in danger.
  public var margin: Double
}
