import CKernels

/// A filter along the rows and the columns of planes of one size, which makes a few rows at a time.
package struct RowFilter: Sendable {
  private let horizontally: FIRFilter
  private let vertically: FIRFilter
  private let border: Border
  private let width: Int
  private let height: Int
  /// The columns that stand beyond the left and the right edge; `nil` for zeros.
  private let beyond: (left: [Int?], right: [Int?])
  /// Factors of the first and of the last columns, and of every row, where weights beyond an edge do not count.
  private let scales: (left: [Float], right: [Float], rows: [Float])

  /// - Parameters:
  ///   - horizontally: along rows.
  ///   - vertically: along columns.
  ///   - width: columns of the planes; both sides are positive.
  ///   - height: rows of the planes.
  package init(horizontally: FIRFilter, vertically: FIRFilter, border: Border, width: Int, height: Int) {
    self.horizontally = horizontally
    self.vertically = vertically
    self.border = border
    self.width = width
    self.height = height
    let halo = horizontally.radius
    beyond = (
      (-halo..<0).map { border.index($0, count: width) }, (width..<width + halo).map { border.index($0, count: width) }
    )
    let edge = min(halo, width)
    scales =
      border == .renormalised
      ? (
        horizontally.renormalisation(0..<edge, count: width),
        horizontally.renormalisation(max(edge, width - halo)..<width, count: width),
        vertically.renormalisation(0..<height, count: height)
      ) : ([], [], [])
  }

  /// How far a row depends on those above and below it.
  package var reach: Int { vertically.radius }

  /// Samples of scratch memory that filtering needs.
  package var scratch: Int { 2 * (width + 2 * horizontally.radius) + width }

  /// Filters rows of a plane (correlation: weights are not mirrored).
  ///
  /// - Parameters:
  ///   - rows: to make, a part of the plane.
  ///   - input: has these rows and as many around them as the filter reaches.
  ///   - output: gets the rows; not the same memory as `input`.
  ///   - scratch: as many samples as ``scratch`` says.
  package func callAsFunction(
    _ rows: Range<Int>, of input: RollingRows, into output: RollingRows, scratch: UnsafeMutablePointer<Float>
  ) {
    let (halo, taps) = (horizontally.radius, vertically.weights.count)
    let stride = width + 2 * halo
    let zeros = scratch + 2 * stride
    zeros.initialize(repeating: 0, count: width)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: taps + 1) { lines in
      guard let lines = lines.baseAddress else { return }
      func point(at y: Int, _ count: Int) {
        for tap in 0..<count {
          let row = border.index(y + tap - vertically.radius, count: height)
          (lines + tap).initialize(to: UnsafePointer(row.map { input[$0] } ?? zeros))
        }
      }
      var y = rows.lowerBound
      while y < rows.upperBound {
        if y + 1 < rows.upperBound, scale(y) == 1, scale(y + 1) == 1 {
          point(at: y, taps + 1)
          ck_fir_vertical_pair(
            lines, vertically.weights, Int32(taps), scratch + halo, scratch + stride + halo, width)
          finish(output[y], scratch)
          finish(output[y + 1], scratch + stride)
          y += 2
        } else {
          point(at: y, taps)
          let scale = scale(y)
          let weights = scale == 1 ? vertically.weights : vertically.weights.map { $0 * scale }
          ck_fir_vertical(lines, weights, Int32(taps), scratch + halo, width)
          finish(output[y], scratch)
          y += 1
        }
      }
    }
  }

  private func scale(_ y: Int) -> Float { scales.rows.isEmpty ? 1 : scales.rows[y] }

  /// Filters along a row that begins `horizontally.radius` samples into `padded`.
  private func finish(_ row: UnsafeMutablePointer<Float>, _ padded: UnsafeMutablePointer<Float>) {
    let halo = horizontally.radius
    for (x, column) in beyond.left.enumerated() { padded[x] = column.map { padded[halo + $0] } ?? 0 }
    let right = padded + halo + width
    for (x, column) in beyond.right.enumerated() { right[x] = column.map { padded[halo + $0] } ?? 0 }
    ck_fir_horizontal(padded, horizontally.weights, Int32(horizontally.weights.count), row, width)
    for (x, scale) in scales.left.enumerated() { row[x] *= scale }
    let last = row + width - scales.right.count
    for (x, scale) in scales.right.enumerated() { last[x] *= scale }
  }
}

extension FIRFilter {
  /// By how much results near an edge are scaled where weights beyond it do not count: one factor a position.
  fileprivate func renormalisation(_ positions: Range<Int>, count: Int) -> [Float] {
    let total = weights.reduce(0, +)
    return positions.map { position in
      if position >= radius && position + radius < count { return 1 }
      var inside: Float = 0
      for (tap, weight) in weights.enumerated() where (0..<count).contains(position + tap - radius) {
        inside += weight
      }
      return total / inside
    }
  }
}

extension Plane {
  /// The plane filtered along its rows with one filter and along its columns with another (correlation: weights are not
  /// mirrored). Row-parallel.
  public func filtered(horizontally: FIRFilter, vertically: FIRFilter, border: Border) -> Plane {
    let filter = RowFilter(
      horizontally: horizontally, vertically: vertically, border: border, width: width, height: height)
    return Plane(width: width, height: height) { out in
      withRows { input in
        Parallel.bands(height) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: filter.scratch) { scratch in
            guard let scratch = scratch.baseAddress else { return }
            filter(
              band, of: RollingRows(reading: input),
              into: RollingRows(out.base, stride: input.width, capacity: input.height), scratch: scratch)
          }
        }
      }
    }
  }

  /// The plane filtered with the same filter along rows and columns.
  public func filtered(_ filter: FIRFilter, border: Border) -> Plane {
    filtered(horizontally: filter, vertically: filter, border: border)
  }
}
