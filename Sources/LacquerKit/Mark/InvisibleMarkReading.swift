import Protection
import Watermark

extension InvisibleMark {
  /// A reading of a picture: which mark is there, and what happened to the picture since it was marked.
  public struct Reading: Sendable, Equatable {
    /// What the mark says; `nil` where none was read.
    public let id: UInt64?
    /// Whether a mark is there, be it readable or not.
    public let isDetected: Bool
    /// Fingerprint of the key that found the mark; `nil` where there is none.
    public let keyFingerprint: String?
    /// A bound on the probability, over all keys, that a picture without a mark gets an answer as sure as this one.
    public let falseAlarm: Double
    /// Size of the picture over that at which it was marked; 1 for an untouched one.
    public let scale: Double
    /// Turn of the picture since it was marked, in degrees from −180 to 180.
    public let rotation: Double
    /// Whether the picture was mirrored since it was marked.
    public let isMirrored: Bool

    init(_ found: Detection) {
      id = found.mark?.id
      isDetected = found.detected
      keyFingerprint = found.key?.fingerprint
      falseAlarm = found.falseAlarm
      scale = found.scale
      rotation = found.rotation
      isMirrored = found.flipped
    }
  }
}
