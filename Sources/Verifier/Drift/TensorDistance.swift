import Surrogates

extension Tensor {
  /// Euclidean length.
  var length: Double {
    elements.withUnsafeBufferPointer { $0.reduce(0) { $0 + Double($1) * Double($1) } }.squareRoot()
  }

  /// Euclidean distance to a tensor of the same shape.
  func distance(to other: Tensor) -> Double {
    precondition(shape == other.shape, "only tensors of one shape have a distance")
    return zip(elements, other.elements).reduce(0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }.squareRoot()
  }
}
