/// Rows of samples one below the other, of which the last few are kept: row `y` takes the place of row `y − capacity`.
///
/// What works row by row on a picture keeps its results so, since no later step looks far back. Valid only inside the closure that gives
/// out the memory.
package struct RollingRows {
  private let base: UnsafeMutablePointer<Float>
  /// Samples from one row to the next.
  private let stride: Int
  private let capacity: Int

  /// - Precondition: `base` leads to `capacity × stride` samples, both positive.
  package init(_ base: UnsafeMutablePointer<Float>, stride: Int, capacity: Int) {
    self.base = base
    self.stride = stride
    self.capacity = capacity
  }

  /// All rows of a plane that are only read.
  init(reading rows: Rows) {
    self.init(UnsafeMutablePointer(mutating: rows.base), stride: rows.width, capacity: rows.height)
  }

  /// The first sample of row `y`, which was written last or is to be written now.
  @inline(__always)
  package subscript(y: Int) -> UnsafeMutablePointer<Float> { base + y % capacity * stride }
}
