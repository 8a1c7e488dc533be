import Raster

/// One differentiable transformation that stands for what happens to a picture before training: cropped, blurred and resized (one exact linear map), saved as
/// JPEG. Differentiable: `backward` is the chain rule through all of it.
package struct View: Sendable {
  /// What the view stands for, for reports.
  let name: String
  /// From the working copy to the encoder's input.
  let map: SeparableMap
  /// The adjoint of `map`, kept because every step needs it.
  let adjoint: SeparableMap
  let jpeg: JPEGSimulation?

  init(name: String, map: SeparableMap, jpeg: JPEGSimulation? = nil) {
    self.name = name
    self.map = map
    self.adjoint = map.transposed
    self.jpeg = jpeg
  }

  /// What an encoder gets to see, and what the way back needs to remember.
  package func forward(_ working: RasterImage) -> (RasterImage, JPEGSimulation.Tape?) {
    var seen = map(working)
    var tape: JPEGSimulation.Tape?
    if let jpeg { (seen, tape) = jpeg.forward(seen) }
    return (seen, tape)
  }

  /// The gradient with respect to the working copy, from that with respect to what was seen.
  package func backward(_ gradient: RasterImage, _ tape: JPEGSimulation.Tape?) -> RasterImage {
    if let jpeg, let tape { return adjoint(jpeg.backward(gradient, tape)) }
    return adjoint(gradient)
  }
}
