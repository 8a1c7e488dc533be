import ImageCodec
import Stamp

/// What a recipe does to a picture before it is perturbed and compared.
struct Beforehand: Sendable, Equatable {
  var preparation: Preparation?
  var stamp: StampSettings?
}
