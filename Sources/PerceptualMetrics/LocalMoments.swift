import CKernels
import Raster

/// Blurred moments of two planes along a row: means of a and b, of a² + b², and of a·b.
///
/// From these come local variances and covariances, and so every metric of structural similarity. Works on a stretch of
/// columns at a time, so that what lies between the passes down and along stays in the nearest cache.
struct LocalMoments {
  /// Columns in a stretch.
  static let columns = 512

  /// How many samples of scratch room are needed.
  static func capacity(_ filter: FIRFilter) -> Int { 8 * (columns + 2 * filter.radius) }

  let width: Int
  /// The rows that the filter reaches over, to be set before each row of output.
  var rowsA: [UnsafePointer<Float>?]
  var rowsB: [UnsafePointer<Float>?]

  /// What the last stretch came to.
  let meanA: UnsafeMutablePointer<Float>
  let meanB: UnsafeMutablePointer<Float>
  let squares: UnsafeMutablePointer<Float>
  let product: UnsafeMutablePointer<Float>

  private let filter: FIRFilter
  /// The moments filtered down the columns only.
  private let vertical: [UnsafeMutablePointer<Float>]

  /// - Parameter scratch: room for `capacity` samples, kept by the caller.
  init(_ filter: FIRFilter, width: Int, scratch: UnsafeMutablePointer<Float>) {
    self.filter = filter
    self.width = width
    rowsA = Array(repeating: nil, count: filter.weights.count)
    rowsB = rowsA
    scratch.initialize(repeating: 0, count: Self.capacity(filter))
    let parts = (0..<8).map { scratch + $0 * (Self.columns + 2 * filter.radius) }
    vertical = Array(parts[..<4])
    (meanA, meanB, squares, product) = (parts[4], parts[5], parts[6], parts[7])
  }

  /// The stretches that together cover `columns`.
  func stretches(_ columns: Range<Int>) -> [Range<Int>] {
    stride(from: columns.lowerBound, to: columns.upperBound, by: Self.columns).map {
      $0..<min(columns.upperBound, $0 + Self.columns)
    }
  }

  /// Computes all four moments of the given columns; zeros stand beyond the row's ends.
  func blurAll(_ columns: Range<Int>) {
    let reach = reach(columns)
    ck_moments_vertical(
      shifted(rowsA, reach), shifted(rowsB, reach), filter.weights, Int32(filter.weights.count),
      vertical[0] + reach.offset, vertical[1] + reach.offset, vertical[2] + reach.offset, vertical[3] + reach.offset,
      reach.columns.count)
    for (moment, out) in [meanA, meanB, squares, product].enumerated() {
      blurAlong(moment, reach, count: columns.count, into: out)
    }
  }

  /// Computes only the two means.
  func blurMeans(_ columns: Range<Int>) {
    let reach = reach(columns)
    let taps = Int32(filter.weights.count)
    for (moment, (rows, out)) in [(rowsA, meanA), (rowsB, meanB)].enumerated() {
      ck_fir_vertical(
        shifted(rows, reach), filter.weights, taps, vertical[moment] + reach.offset, reach.columns.count)
      blurAlong(moment, reach, count: columns.count, into: out)
    }
  }

  /// The columns that a stretch is blurred from, as far as there are any, and where they begin in the buffers.
  private func reach(_ columns: Range<Int>) -> (columns: Range<Int>, offset: Int) {
    let first = max(0, columns.lowerBound - filter.radius)
    return (first..<min(width, columns.upperBound + filter.radius), first - (columns.lowerBound - filter.radius))
  }

  private func shifted(_ rows: [UnsafePointer<Float>?], _ reach: (columns: Range<Int>, offset: Int))
    -> [UnsafePointer<Float>?]
  {
    rows.map { $0.map { $0 + reach.columns.lowerBound } }
  }

  private func blurAlong(
    _ moment: Int, _ reach: (columns: Range<Int>, offset: Int), count: Int, into out: UnsafeMutablePointer<Float>
  ) {
    let row = vertical[moment]
    for x in 0..<reach.offset { row[x] = 0 }
    for x in reach.offset + reach.columns.count..<count + 2 * filter.radius { row[x] = 0 }
    ck_fir_horizontal(row, filter.weights, Int32(filter.weights.count), out, count)
  }
}
