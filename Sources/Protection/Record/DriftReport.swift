import Drift

/// How far the change of a picture moves encoders.
package struct DriftReport: Sendable, Encodable, Equatable {
  /// Everything on which the perturbation was tuned.
  package let surrogates: [String]
  /// Drift over that of matched noise, of encoders that took no part.
  package let encoders: [DriftScore]
  /// How visible the change is, and how strong white noise that is as visible: the control of gain.
  package var visibility: [EqualVisibility]?
  /// The picture or pattern toward which encoders were led, if any.
  package var target: String?
  /// What becomes of the grain that the artist asked for, if there is one.
  package var grain: GrainEffect?

  enum CodingKeys: String, CodingKey {
    case surrogates, encoders, target, grain
    case visibility = "equal_visibility"
  }
}
