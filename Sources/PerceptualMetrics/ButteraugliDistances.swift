import CKernels
import Raster

/// The distances of two pictures, row by row, from their bands.
struct DistanceRows {
  /// A band of one channel whose difference is summed along lines.
  private struct Lines {
    let original: RollingRows
    let changed: RollingRows
    /// The difference, zero for ``border`` samples beyond either end of a row.
    let difference: RollingRows
    let more: Float
    let less: Float
    let norm: Float
    let isSparse: Bool
  }

  /// How far lines reach from a pixel.
  private static let border = 4
  /// Rows of differences that are kept, a line's reach above and below.
  private static let kept = 2 * border + 1

  /// Of squared differences, one a channel.
  private static let weights: (high: [Float], middle: [Float], low: [Float]) = (
    [400, 1.50815703118], [2150, 10.6195433239, 16.2176043152], [29.2353797994, 0.844626970982, 0.703646627719]
  )

  private let filters: BandFilters
  private let original: BandRows
  private let changed: BandRows
  /// The columns of which there are distances.
  private let columns: Range<Int>
  private let lines: [Lines]
  /// Rows beyond the picture, for lines and for the mask.
  private let beyond: (zeros: UnsafeMutablePointer<Float>, infinite: UnsafeMutablePointer<Float>)
  private let ac: UnsafeMutablePointer<Float>
  private let dc: UnsafeMutablePointer<Float>
  private let mask: UnsafeMutablePointer<Float>
  private var nineRows = [UnsafePointer<Float>?](repeating: nil, count: kept)
  private var threeRows = [UnsafePointer<Float>?](repeating: nil, count: 3)
  private var differences = 0

  /// - Parameters:
  ///   - columns: of which distances are asked for.
  ///   - memory: as many samples as ``samples(_:)`` says.
  init(
    _ filters: BandFilters, _ original: BandRows, _ changed: BandRows, columns: Range<Int>,
    in memory: UnsafeMutablePointer<Float>
  ) {
    let width = filters.width
    let stride = width + 2 * Self.border
    var next = memory
    func take(_ count: Int, filledWith value: Float) -> UnsafeMutablePointer<Float> {
      next.initialize(repeating: value, count: count)
      defer { next += count }
      return next
    }
    func lines(
      _ band: KeyPath<BandRows, [RollingRows]>, _ channel: Int, weight: Double, norm: Double, isSparse: Bool
    ) -> Lines {
      let scale = (isSparse ? 0.611612573796 : 0.39905817637) / (2 * 3.75 + 1) * norm
      let rows = take(Self.kept * stride, filledWith: 0)
      return Lines(
        original: original[keyPath: band][channel], changed: changed[keyPath: band][channel],
        difference: RollingRows(rows + Self.border, stride: stride, capacity: Self.kept),
        more: Float(scale * (0.5 * weight).squareRoot()), less: Float(scale * (0.33 * weight).squareRoot()),
        norm: Float(norm), isSparse: isSparse)
    }
    self.lines = [
      lines(\.highest, 1, weight: 1.10039032555, norm: 71.7800275169, isSparse: false),
      lines(\.highest, 0, weight: 173.5, norm: 5, isSparse: false),
      lines(\.high, 1, weight: 18.7237414387, norm: 4498534.45232, isSparse: true),
      lines(\.high, 0, weight: 6923.99476109, norm: 8051.15833247, isSparse: true),
      lines(\.middle, 1, weight: 37.0819870399, norm: 130262059.556, isSparse: true),
      lines(\.middle, 0, weight: 8246.75321353, norm: 1009002.70582, isSparse: true),
    ]
    beyond = (take(stride, filledWith: 0) + Self.border, take(stride, filledWith: .infinity) + Self.border)
    (ac, dc, mask) = (
      take(width, filledWith: 0), take(width, filledWith: 0), take(width, filledWith: 0)
    )
    (self.filters, self.original, self.changed, self.columns) = (filters, original, changed, columns)
  }

  /// How many samples of memory the rows take.
  static func samples(_ filters: BandFilters) -> Int {
    (6 * kept + 2) * (filters.width + 2 * border) + 3 * filters.width
  }

  /// How many rows before the first one whose distances are asked for differences have to be made.
  static let lead = 2 * border

  /// Makes the differences that the distances of a row take. Rows follow each other; the bands' rows are there up to ``BandRows/margin``
  /// after this one.
  mutating func advance(to y: Int) {
    differences = max(differences, y - Self.border)
    while differences <= min(filters.height - 1, y + Self.border) {
      for line in lines {
        ck_butteraugli_difference(
          line.original[differences], line.changed[differences], line.more, line.less, line.norm,
          line.difference[differences], filters.width)
      }
      differences += 1
    }
  }

  /// The distances of the row that was advanced to: as many samples as there are columns, until the next call.
  mutating func row(_ y: Int) -> UnsafeMutablePointer<Float> {
    let (first, count) = (columns.lowerBound, columns.count)
    ac.update(repeating: 0, count: count)
    dc.update(repeating: 0, count: count)
    for line in lines {
      for index in nineRows.indices {
        let near = y + index - Self.border
        nineRows[index] = UnsafePointer(
          (near < 0 || near >= filters.height ? beyond.zeros : line.difference[near]) + first)
      }
      ck_butteraugli_malta(nineRows, line.isSparse ? 1 : 0, ac, count)
    }
    for (channel, weight) in Self.weights.high.enumerated() {
      ck_butteraugli_asymmetric(
        original.high[channel][y] + first, changed.high[channel][y] + first, weight * 0.8, weight * 0.8, ac, count)
    }
    for (channel, weight) in Self.weights.middle.enumerated() {
      addSquares(original.middle[channel], changed.middle[channel], y, weight, to: ac)
    }
    for (channel, weight) in Self.weights.low.enumerated() {
      addSquares(original.low[channel], changed.low[channel], y, weight, to: dc)
    }
    addSquares(original.activity, changed.activity, y, 10, to: ac)
    // Where a smooth place is near, errors are seen.
    for index in threeRows.indices {
      let near = y + (index - 1) * BandRows.margin
      threeRows[index] = UnsafePointer(
        (near < 0 || near >= filters.height ? beyond.infinite : original.activity[near]) + first)
    }
    ck_butteraugli_erode(threeRows, mask, count)
    ck_butteraugli_distance(dc, ac, mask, mask, count)
    return mask
  }

  private func addSquares(
    _ a: RollingRows, _ b: RollingRows, _ y: Int, _ weight: Float, to sum: UnsafeMutablePointer<Float>
  ) {
    ck_add_squared_difference(a[y] + columns.lowerBound, b[y] + columns.lowerBound, weight, sum, columns.count)
  }
}
