import Raster

/// Smooth random values over a rectangle: a cubic B-spline over normal samples, scaled to a root mean square.
struct SmoothField: Sendable {
  /// The mean square of a cubic B-spline surface over samples of variance 1: (151 / 315)².
  private static let meanSquare: Float = 0.229_79

  private let left, top, cell: Float
  private let columns: Int
  private let grid: [Float]

  /// - Parameters:
  ///   - region: what the field is asked for, in pixels; outside, the border's values go on.
  ///   - cell: pixels between samples.
  init(region: Region, cell: Double, rms: Float, generator: inout SeededGenerator) {
    let cell = max(1, cell)
    (left, top, self.cell) = (Float(region.left), Float(region.top), Float(cell))
    columns = Int(Double(region.width) / cell) + 4
    let rows = Int(Double(region.height) / cell) + 4
    let scale = rms / Self.meanSquare.squareRoot()
    grid = (0..<columns * rows).map { _ in scale * min(2.5, max(-2.5, generator.normal())) }
  }

  /// The field along a row: weighted sums of grid rows, to be asked for columns.
  struct Row {
    fileprivate var values: [Float]
    fileprivate var left, cell: Float

    @inline(__always)
    subscript(x: Float) -> Float {
      let position = max(0, (x - left) / cell)
      let index = min(Int(position), values.count - 4)
      let w = SmoothField.weights(min(1, position - Float(index)))
      return values[index] * w.x + values[index + 1] * w.y + values[index + 2] * w.z + values[index + 3] * w.w
    }
  }

  func row(_ y: Float) -> Row {
    let position = max(0, (y - top) / cell)
    let index = min(Int(position), grid.count / columns - 4)
    let w = Self.weights(min(1, position - Float(index)))
    return Row(
      values: (0..<columns).map { column in
        (0..<4).reduce(0) { $0 + w[$1] * grid[(index + $1) * columns + column] }
      }, left: left, cell: cell)
  }

  /// The uniform cubic B-spline at `t` in 0…1.
  @inline(__always)
  private static func weights(_ t: Float) -> SIMD4<Float> {
    let (t2, t3) = (t * t, t * t * t)
    return SIMD4(1 - 3 * t + 3 * t2 - t3, 4 - 6 * t2 + 3 * t3, 1 + 3 * t + 3 * t2 - 3 * t3, t3) / 6
  }
}

/// A rectangle of whole pixels.
struct Region: Sendable, Equatable {
  var left, top, width, height: Int

  var columns: Range<Int> { left..<left + width }
  var rows: Range<Int> { top..<top + height }
}
