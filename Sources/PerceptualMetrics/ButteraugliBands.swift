import Raster

/// The filters that split parts of pictures of one size into Butteraugli's bands of frequency.
struct BandFilters: Sendable {
  let width: Int
  let height: Int
  let opsin: RowFilter
  let low: RowFilter
  let middle: RowFilter
  let high: RowFilter
  let mask: RowFilter

  init(width: Int, height: Int) {
    // A Gaussian cut at 2.25 σ.
    func filter(_ sigma: Double, _ border: Border = .renormalised) -> RowFilter {
      let gaussian = FIRFilter.gaussian(sigma: sigma, radius: max(1, Int(2.25 * sigma)))
      return RowFilter(horizontally: gaussian, vertically: gaussian, border: border, width: width, height: height)
    }
    self.width = width
    self.height = height
    opsin = filter(1.2, .mirror)
    low = filter(7.15593339443)
    middle = filter(3.22489901262)
    high = filter(1.56416327805)
    mask = filter(2.7)
  }

  /// How far from a pixel the filters reach: opsin 2, low 16, middle 7, high 3, and of the mask 6 and 3.
  static let halo = 37
}

/// Rows of the bands of a part of a picture, in Butteraugli's opponent colours: all of them, or those that were made last.
struct BandRows {
  /// x, y and b.
  let low: [RollingRows]
  let middle: [RollingRows]
  /// x and y.
  let high: [RollingRows]
  let highest: [RollingRows]
  /// How much each place masks errors, blurred; infinite for ``margin`` samples beyond either end of a row.
  let activity: RollingRows

  static let margin = 3
  /// How many rows are kept where not all are: each band runs ahead of the distances by what the later ones reach, and two rows are made
  /// at a time.
  private static let kept = (low: 24, middle: 16, high: 12, activity: 8)

  /// - Parameter memory: as many samples as ``samples(_:keepsAll:)`` says.
  init(_ filters: BandFilters, in memory: UnsafeMutablePointer<Float>, keepsAll: Bool) {
    var cutter = RowCutter(memory, width: filters.width)
    func kept(_ rows: Int) -> Int { keepsAll ? filters.height : rows }
    low = cutter.rows(3, kept(Self.kept.low))
    middle = cutter.rows(3, kept(Self.kept.middle))
    high = cutter.rows(2, kept(Self.kept.high))
    highest = cutter.rows(2, kept(Self.kept.high))
    activity = RollingRows(
      cutter.next + Self.margin, stride: filters.width + 2 * Self.margin, capacity: kept(Self.kept.activity))
  }

  /// How many samples of memory the rows take.
  static func samples(_ filters: BandFilters, keepsAll: Bool) -> Int {
    func kept(_ rows: Int) -> Int { keepsAll ? filters.height : rows }
    return (3 * kept(Self.kept.low) + 3 * kept(Self.kept.middle) + 4 * kept(Self.kept.high)) * filters.width
      + kept(Self.kept.activity) * (filters.width + 2 * margin)
  }
}

/// Cuts memory into rows.
struct RowCutter {
  private(set) var next: UnsafeMutablePointer<Float>
  private let width: Int

  init(_ memory: UnsafeMutablePointer<Float>, width: Int) {
    next = memory
    self.width = width
  }

  mutating func rows(_ count: Int, _ capacity: Int) -> [RollingRows] {
    (0..<count).map { _ in
      defer { next += capacity * width }
      return RollingRows(next, stride: width, capacity: capacity)
    }
  }
}
