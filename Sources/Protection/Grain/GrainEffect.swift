import Drift
import ImageCodec

/// How far a grain moves encoders, as it is in the file and as it was laid.
package struct GrainEffect: Sendable, Encodable, Equatable {
  package let kind: Grain.Kind
  /// In levels of 255.
  package let strength: Double
  /// The drift from the picture without a grain; the control is the grain as it was laid.
  package let encoders: [DriftScore]
}
