/// What one self-test leaves of a mark.
package struct MarkSurvival: Sendable, Equatable {
  package var name: String
  /// What is left of the mark over what reading needs: under 1 it is lost, under 1.2 in danger.
  package var margin: Double
}
