import ImageCodec
import ImageContainer
import PerceptualMetrics

/// A protected picture that is ready to be written.
public struct ProtectedPicture: Sendable {
  public let file: EncodedFile
  /// SHA-256 of the file, hex.
  public let sha256: String
  public let perceptualHash: PerceptualHash
  public let distortion: Distortion
  public let drift: DriftReport
  /// `nil` when it has none.
  public let mark: EmbeddedMark?
  public let stamp: AppliedStamp?
  public let metadata: CarriedMetadata
  public let guarantees: Guarantees
  public let warnings: [Warning]
  public let timings: StageTimings
}
