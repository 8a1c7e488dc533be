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

  /// The share of the way from `start` to `end` that this tensor has gone: its projection on that way. 0 if there is no way.
  func progress(from start: Tensor, to end: Tensor) -> Double {
    precondition(shape == start.shape && shape == end.shape, "only tensors of one shape have a way between them")
    var (along, length) = (0.0, 0.0)
    for index in elements.indices {
      let way = Double(end.elements[index]) - Double(start.elements[index])
      along += way * (Double(elements[index]) - Double(start.elements[index]))
      length += way * way
    }
    return length > 0 ? along / length : 0
  }
}
