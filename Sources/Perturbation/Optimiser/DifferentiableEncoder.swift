import Raster
import Surrogates

/// An encoder with a derivative, as the optimiser needs it. `Session` conforms to it; tests use small encoders of their own.
package protocol DifferentiableEncoder: Sendable {
  /// The catalogue's name of the encoder.
  var name: String { get }
  /// Sides of the pictures that it takes must be multiples of this.
  var granularity: Int { get }
  /// The features of a picture of three sRGB-encoded planes 0…1: one tensor a tap, the latent last.
  func features(of image: RasterImage) throws -> [Tensor]
  /// ‖f_i(x) − r_i‖² for every tap i, and the gradient of Σ weight_i · ½‖f_i(x) − r_i‖² with respect to the picture.
  func step(at image: RasterImage, references: [Tensor], weights: [Float]) throws
    -> (squaredDistances: [Double], gradient: RasterImage)
}

extension Session: DifferentiableEncoder {
  package var name: String { encoder.name }
  package var granularity: Int { encoder.granularity }
}
