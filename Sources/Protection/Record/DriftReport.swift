import Drift

/// How far the change of a picture moves encoders.
package struct DriftReport: Sendable, Encodable, Equatable {
  /// Everything on which the perturbation was tuned.
  package let surrogates: [String]
  /// Drift over that of matched noise, of encoders that took no part.
  package let encoders: [DriftScore]
  /// The picture or pattern toward which encoders were led, if any.
  package var target: String?
  /// What becomes of the grain that the artist asked for, if there is one.
  package var grain: GrainEffect?
}
