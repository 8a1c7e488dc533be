import Raster

/// Butteraugli's distances in one tile of two pictures.
struct ButteraugliTile {
  private let tile: Tile
  /// The tile with as much of its surroundings as the filters reach.
  private let whole: Tile
  private let isHalved: Bool
  private let filters: BandFilters

  /// The tiles of a picture, in order: narrow, so that rows of every step fit into a core's cache, and high, since rows of the surroundings
  /// above and below are made for nothing.
  static func all(width: Int, height: Int) -> [Tile] {
    Tile.all(width: width, height: height, columns: Self.side.columns, rows: Self.side.rows)
  }

  static let side = (columns: 512, rows: 2048)

  /// - Parameters:
  ///   - tile: of the pictures, at half size if they are halved.
  ///   - width: columns of the pictures at full size.
  ///   - height: rows of the pictures at full size.
  init(_ tile: Tile, width: Int, height: Int, isHalved: Bool) {
    let scale = isHalved ? 2 : 1
    self.tile = tile
    self.isHalved = isHalved
    whole = tile.grown(
      by: BandFilters.halo, width: (width + scale - 1) / scale, height: (height + scale - 1) / scale)
    filters = BandFilters(width: whole.columns.count, height: whole.rows.count)
  }

  /// The bands of a picture in the tile and around it.
  func bands(of picture: PackedImage) -> KeptBands {
    picture.withRows { KeptBands(filters, of: LightRows($0, whole, isHalved: isHalved)) }
  }

  /// Writes the distances of two pictures into a plane of the given width, where the tile lies in it.
  ///
  /// - Parameters:
  ///   - kept: the reference's bands, where they are known.
  ///   - coarse: distances at half size, which are mixed in.
  func write(
    _ reference: PackedImage, _ distorted: PackedImage, kept: KeptBands? = nil, coarse: Plane? = nil,
    to out: SharedRows<Float>, width: Int
  ) {
    let tile = tile
    rows(reference, distorted, kept: kept, coarse: coarse) { y, distances in
      (out.base + y * width + tile.columns.lowerBound).update(from: distances, count: tile.columns.count)
    }
  }

  /// Runs `body` with every row of distances.
  func rows(
    _ reference: PackedImage, _ distorted: PackedImage, kept: KeptBands? = nil, coarse: Plane? = nil,
    _ body: (_ y: Int, UnsafePointer<Float>) -> Void
  ) {
    distorted.withRows { source in
      BandStream.with(filters, of: LightRows(source, whole, isHalved: isHalved)) { changed in
        if let kept {
          kept.withRows(filters) { bands in
            rows(coarse, changed.bands, bands, body) { changed.make(through: $0) }
          }
        } else {
          reference.withRows { source in
            BandStream.with(filters, of: LightRows(source, whole, isHalved: isHalved)) { original in
              rows(coarse, changed.bands, original.bands, body) {
                original.make(through: $0)
                changed.make(through: $0)
              }
            }
          }
        }
      }
    }
  }

  private func rows(
    _ coarse: Plane?, _ changed: BandRows, _ original: BandRows, _ body: (_ y: Int, UnsafePointer<Float>) -> Void,
    make: (_ last: Int) -> Void
  ) {
    let inner = tile.within(whole)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: DistanceRows.samples(filters)) { memory in
      guard let memory = memory.baseAddress else { return }
      var distances = DistanceRows(filters, original, changed, columns: inner.columns, in: memory)
      for y in max(0, inner.rows.lowerBound - DistanceRows.lead)..<inner.rows.upperBound {
        make(y + BandRows.margin)
        distances.advance(to: y)
        guard y >= inner.rows.lowerBound else { continue }
        let row = distances.row(y)
        if let coarse { mix(coarse, into: row, y: y + whole.rows.lowerBound) }
        body(y + whole.rows.lowerBound, row)
      }
    }
  }

  /// Errors at half size are averages, so they count for more than their half.
  private func mix(_ coarse: Plane, into line: UnsafeMutablePointer<Float>, y: Int) {
    coarse.withRows { coarse in
      let half = coarse[y / 2]
      for (column, x) in tile.columns.enumerated() {
        line[column] = line[column] * (1 - 0.3 * 0.5) + 0.5 * half[x / 2]
      }
    }
  }
}
