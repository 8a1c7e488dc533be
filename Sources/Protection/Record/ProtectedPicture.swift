import ImageCodec
import ImageContainer
import PerceptualMetrics

/// A protected picture that is ready to be written.
package struct ProtectedPicture: Sendable {
  package let file: EncodedFile
  /// SHA-256 of the file, hex.
  package let sha256: String
  package let perceptualHash: PerceptualHash
  /// Of the output, for others who compute it.
  package let imageCode: ISCCImageCode
  package let distortion: Distortion
  package let drift: DriftReport
  /// `nil` when it has none.
  package let mark: EmbeddedMark?
  /// The file that took the place of the original, if it was resized or converted first.
  package let preparation: PreparedOriginal?
  package let stamp: AppliedStamp?
  package let metadata: CarriedMetadata
  package let guarantees: Guarantees
  package let warnings: [Warning]
  package let timings: StageTimings
}
