import Drift

/// How far the change of a picture moves encoders.
public struct DriftReport: Sendable, Encodable, Equatable {
  /// Everything on which the perturbation was tuned.
  public let surrogates: [String]
  /// Drift over that of matched noise, of encoders that took no part.
  public let encoders: [DriftScore]
  /// The picture or pattern toward which encoders were led, if any.
  public var target: String?
}
