/// A tensor that is known before the graph runs.
package struct Constant: Sendable, Equatable {
  package enum Values: Sendable, Equatable {
    case floats(ContiguousArray<Float>)
    case integers([Int64])
    case smallIntegers([Int32])
    case booleans([Bool])
  }

  package var shape: [Int]
  package var values: Values

  package init(shape: [Int], values: Values) {
    self.shape = shape
    self.values = values
  }

  package init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, values: .floats(tensor.elements))
  }

  package init(shape: [Int], floats: some Sequence<Float>) {
    self.init(shape: shape, values: .floats(ContiguousArray(floats)))
  }

  /// A list of integers, as shapes and axes are given.
  package init(integers: [Int]) {
    self.init(shape: [integers.count], values: .integers(integers.map(Int64.init)))
  }

  /// A number without axes, which broadcasts to any shape.
  package init(scalar: Float) {
    self.init(shape: [], values: .floats([scalar]))
  }

  /// How many elements there are.
  package var count: Int {
    switch values {
    case .floats(let values): values.count
    case .integers(let values): values.count
    case .smallIntegers(let values): values.count
    case .booleans(let values): values.count
    }
  }

  package var floats: ContiguousArray<Float>? {
    if case .floats(let floats) = values { return floats }
    return nil
  }

  /// The elements as floats, whatever kind of number they are.
  package var numbers: [Float]? {
    switch values {
    case .floats(let floats): Array(floats)
    case .integers(let integers): integers.map { Float($0) }
    case .smallIntegers(let integers): integers.map { Float($0) }
    case .booleans: nil
    }
  }

  package var integers: [Int]? {
    switch values {
    case .integers(let integers): integers.map { Int($0) }
    case .smallIntegers(let integers): integers.map { Int($0) }
    default: nil
    }
  }
}
