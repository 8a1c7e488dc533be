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
  /// What took the place of the original first, if something did.
  package let replacement: Replacement
  package let metadata: CarriedMetadata
  package let guarantees: Guarantees
  package let warnings: [Warning]
  package let timings: StageTimings

  package var preparation: PreparedOriginal? { replacement.preparation }
  package var stamp: AppliedStamp? { replacement.stamp }
}
