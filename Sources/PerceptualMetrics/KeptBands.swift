import Raster

/// All rows of the bands of a part of a picture, for one that others are compared with again and again.
struct KeptBands: Sendable {
  private var samples: ContiguousArray<Float>

  init(_ filters: BandFilters, of light: LightRows) {
    samples = ContiguousArray(filling: BandRows.samples(filters, keepsAll: true)) { memory in
      BandStream.with(filters, of: light, bands: memory.base, keepsAll: true) { $0.make(through: filters.height - 1) }
    }
  }

  /// Runs `body` with the rows.
  func withRows<Result>(_ filters: BandFilters, _ body: (BandRows) -> Result) -> Result {
    samples.withUnsafeBufferPointer { buffer in
      // The array of a part of a picture is never empty.
      body(BandRows(filters, in: UnsafeMutablePointer(mutating: buffer.baseAddress!), keepsAll: true))
    }
  }
}
