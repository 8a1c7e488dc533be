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

  /// The median over positions of the Euclidean distance between their vectors, to a tensor of the same shape.
  ///
  /// A tensor `[1, channels, height, width]` has height × width positions; any other is one vector.
  func medianDistance(to other: Tensor) -> Double {
    guard shape.count == 4, shape[0] == 1, count > 0 else { return distance(to: other) }
    let area = shape[2] * shape[3]
    var squares = ContiguousArray<Float>(repeating: 0, count: area)
    for start in stride(from: 0, to: count, by: max(1, area)) {
      for position in 0..<area {
        let difference = elements[start + position] - other.elements[start + position]
        squares[position] += difference * difference
      }
    }
    let distances = RankOrder.sorted(ContiguousArray(squares.map { $0.squareRoot() }))
    return (Double(distances[(area - 1) / 2]) + Double(distances[area / 2])) / 2
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
