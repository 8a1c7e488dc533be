/// A dense array of numbers with a shape, the last axis running fastest.
///
/// Features of a network are `[1, channels, height, width]`, or whatever shape its output has.
package struct Tensor: Sendable, Equatable {
  /// The length of every axis.
  package let shape: [Int]
  /// As many numbers as the product of `shape`.
  package var elements: ContiguousArray<Float>

  /// - Precondition: `elements` fill the shape.
  package init(shape: [Int], elements: ContiguousArray<Float>) {
    precondition(shape.elementCount == elements.count, "elements must fill the shape")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor of one value.
  package init(shape: [Int], repeating value: Float = 0) {
    self.shape = shape
    elements = ContiguousArray(repeating: value, count: shape.elementCount)
  }

  package var count: Int { elements.count }
}

extension [Int] {
  /// How many elements a tensor of this shape has; `Int.max` where they cannot be counted.
  package var elementCount: Int {
    reduce(1) { count, length in
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      return overflow ? .max : product
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Whether no number is NaN or infinite.
  var areFinite: Bool {
    // Bits of the exponent, or'ed so that the loop has no branch and no sum whose order would matter.
    let exponent: UInt32 = 0x7F80_0000
    var broken: UInt32 = 0
    for value in self { broken |= value.bitPattern & exponent == exponent ? 1 : 0 }
    return broken == 0
  }
}

extension Tensor {
  /// Whether no element is NaN or infinite.
  package var isFinite: Bool { elements.withUnsafeBufferPointer(\.areFinite) }
}
