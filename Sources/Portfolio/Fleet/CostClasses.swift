/// How many pictures of a manifest cost about the same, which is all that dividing it takes: some thousand numbers, however
/// long the manifest is.
package struct CostClasses: Sendable, Equatable {
  /// Pictures whose costs differ by a thirty-second at the most.
  package struct Class: Sendable, Equatable {
    package fileprivate(set) var count = 0
    package fileprivate(set) var milliseconds = 0

    /// What one of them costs, at least 1.
    package var mean: Int { max(1, (milliseconds + count / 2) / max(1, count)) }
  }

  /// Bits of a cost that tell classes apart, below its highest.
  private static let precision = 5

  /// From the cheapest.
  package private(set) var classes = [Class](repeating: Class(), count: 64 << precision)

  package init() {}

  mutating func add(milliseconds: Int) {
    let index = Self.index(milliseconds)
    classes[index].count += 1
    classes[index].milliseconds += milliseconds
  }

  package var count: Int { classes.reduce(0) { $0 + $1.count } }
  package var milliseconds: Int { classes.reduce(0) { $0 + $1.milliseconds } }

  /// The class of a cost, from its bits: every machine must find the same one, which logarithms do not promise.
  static func index(_ milliseconds: Int) -> Int {
    let value = max(1, milliseconds)
    let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
    let mantissa = exponent >= precision ? value >> (exponent - precision) : value << (precision - exponent)
    return exponent << precision | mantissa & (1 << precision - 1)
  }
}
