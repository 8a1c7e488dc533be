import CKernels
import Raster

/// Splits a part of a picture into bands, row by row from the top: every step takes rows of the one before it as it needs them, and keeps
/// only those that are still needed.
struct BandStream {
  /// The rows that are there: the last that were made, and those that their distances look back to.
  let bands: BandRows
  /// Linear light in nits, the same in opponent colours, what is left without the low and without the middle frequencies, and
  /// what is to be blurred into the mask.
  private let nits: [RollingRows]
  private let opsin: [RollingRows]
  private let rest: [RollingRows]
  private let upper: [RollingRows]
  private let sharpActivity: RollingRows
  private let blurred: [RollingRows]
  private let scratch: UnsafeMutablePointer<Float>
  private let filters: BandFilters
  private let light: LightRows
  /// How many rows of each are made.
  private var made = (nits: 0, opsin: 0, low: 0, middle: 0, high: 0, activity: 0)

  /// Rows that each step keeps, as ``BandRows`` does.
  private static let kept = (nits: 6, opsin: 34, rest: 18, upper: 10, sharpActivity: 16, blurred: 2)

  private init(
    _ filters: BandFilters, of light: LightRows, bands: BandRows, in memory: UnsafeMutablePointer<Float>
  ) {
    self.filters = filters
    self.light = light
    self.bands = bands
    var cutter = RowCutter(memory, width: filters.width)
    nits = cutter.rows(3, Self.kept.nits)
    opsin = cutter.rows(3, Self.kept.opsin)
    rest = cutter.rows(3, Self.kept.rest)
    upper = cutter.rows(2, Self.kept.upper)
    sharpActivity = cutter.rows(1, Self.kept.sharpActivity)[0]
    blurred = cutter.rows(3, Self.kept.blurred)
    scratch = cutter.next
  }

  /// Runs `body` with the stream of a part of a picture.
  ///
  /// - Parameters:
  ///   - bands: memory for the bands' rows; `nil` takes it for as long as `body` runs.
  ///   - keepsAll: whether all rows of the bands are kept.
  static func with<Result>(
    _ filters: BandFilters, of light: LightRows, bands: UnsafeMutablePointer<Float>? = nil, keepsAll: Bool = false,
    _ body: (inout BandStream) -> Result
  ) -> Result {
    let own = bands == nil ? BandRows.samples(filters, keepsAll: keepsAll) : 0
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: own + samples(filters)) { memory in
      // It is never empty.
      let memory = memory.baseAddress!
      let first = bands ?? memory
      first.initialize(repeating: .infinity, count: BandRows.samples(filters, keepsAll: keepsAll))
      var stream = BandStream(
        filters, of: light, bands: BandRows(filters, in: first, keepsAll: keepsAll), in: memory + own)
      return body(&stream)
    }
  }

  /// How many samples of memory the steps before the bands need.
  private static func samples(_ filters: BandFilters) -> Int {
    let rows = 3 * (kept.nits + kept.opsin + kept.rest + kept.blurred) + 2 * kept.upper + kept.sharpActivity
    let widest = [filters.opsin, filters.low, filters.middle, filters.high, filters.mask].map(\.scratch).max() ?? 0
    return rows * filters.width + max(widest, LightRows.scratch(width: filters.width))
  }

  /// Makes the bands' rows up to one, and what of later rows that takes.
  mutating func make(through last: Int) {
    makeActivity(through: min(last, filters.height - 1))
  }

  private mutating func makeActivity(through last: Int) {
    while made.activity <= last {
      let rows = next(after: made.activity)
      makeHigh(through: reach(filters.mask, rows))
      filters.mask(rows, of: sharpActivity, into: bands.activity, scratch: scratch)
      made.activity = rows.upperBound
    }
  }

  private mutating func makeHigh(through last: Int) {
    while made.high <= last {
      let rows = next(after: made.high)
      makeMiddle(through: reach(filters.high, rows))
      for channel in 0..<2 {
        let (upper, high, highest) = (upper[channel], bands.high[channel], bands.highest[channel])
        filters.high(rows, of: upper, into: high, scratch: scratch)
        for y in rows {
          ck_butteraugli_split_high(upper[y], high[y], highest[y], Int32(channel), filters.width)
        }
      }
      for y in rows {
        ck_butteraugli_activity(
          bands.high[0][y], bands.high[1][y], bands.highest[0][y], bands.highest[1][y], sharpActivity[y],
          filters.width)
      }
      made.high = rows.upperBound
    }
  }

  private mutating func makeMiddle(through last: Int) {
    while made.middle <= last {
      let rows = next(after: made.middle)
      makeLow(through: reach(filters.middle, rows))
      for channel in 0..<3 {
        filters.middle(rows, of: rest[channel], into: bands.middle[channel], scratch: scratch)
        guard channel < 2 else { continue }
        for y in rows {
          ck_butteraugli_split_middle(
            rest[channel][y], bands.middle[channel][y], upper[channel][y], Int32(channel), filters.width)
        }
      }
      for y in rows { ck_butteraugli_suppress(upper[0][y], upper[1][y], filters.width) }
      made.middle = rows.upperBound
    }
  }

  private mutating func makeLow(through last: Int) {
    while made.low <= last {
      let rows = next(after: made.low)
      makeOpsin(through: reach(filters.low, rows))
      for channel in 0..<3 {
        filters.low(rows, of: opsin[channel], into: bands.low[channel], scratch: scratch)
        for y in rows {
          ck_subtract(opsin[channel][y], bands.low[channel][y], rest[channel][y], filters.width)
        }
      }
      for y in rows { ck_butteraugli_low(bands.low[0][y], bands.low[1][y], bands.low[2][y], filters.width) }
      made.low = rows.upperBound
    }
  }

  private mutating func makeOpsin(through last: Int) {
    while made.opsin <= last {
      let rows = next(after: made.opsin)
      let end = reach(filters.opsin, rows)
      while made.nits <= end {
        light.read(made.nits, into: (nits[0][made.nits], nits[1][made.nits], nits[2][made.nits]), scratch: scratch)
        made.nits += 1
      }
      for channel in 0..<3 {
        filters.opsin(rows, of: nits[channel], into: blurred[channel], scratch: scratch)
      }
      for y in rows {
        ck_butteraugli_opsin(
          nits[0][y], nits[1][y], nits[2][y], blurred[0][y], blurred[1][y], blurred[2][y], opsin[0][y], opsin[1][y],
          opsin[2][y], filters.width)
      }
      made.opsin = rows.upperBound
    }
  }

  /// The next two rows, or the last one.
  private func next(after made: Int) -> Range<Int> { made..<min(filters.height, made + 2) }

  /// The last row that making some rows takes.
  private func reach(_ filter: RowFilter, _ rows: Range<Int>) -> Int {
    min(filters.height, rows.upperBound + filter.reach) - 1
  }
}
