import Raster

/// Butteraugli's distance of every pixel of a picture that is changed again and again: only the places that a change reaches are
/// computed anew.
package struct ButteraugliMap: Sendable {
  /// Side in pixels of the blocks in which changes are looked for; tiles are a multiple of it.
  private static let block = 64
  /// How many blocks a change is seen beyond its own: the filters at half size reach over twice their halo.
  private static let reach = (2 * BandFilters.halo + block) / block

  private let reference: PackedImage
  private let width: Int
  private let height: Int
  /// Of the picture continued to at least 8 pixels a side.
  private var map: Plane
  /// At half size, unless that has a side under 8 pixels.
  private var coarse: Plane?
  /// One a block of the picture that the map is of.
  private var digests: ContiguousArray<UInt64>
  /// The reference's bands in every tile at full and at half size, if they are kept.
  private let kept: (whole: [KeptBands], half: [KeptBands])?

  /// Compares two pictures, both sRGB-encoded; grey counts as equal RGB. Pictures under 8 pixels are continued to 8 by repeating their
  /// last row and column.
  ///
  /// - Parameter keepsBands: of the reference, which makes later maps of wholly other pictures a third cheaper and takes some twenty
  ///   planes of memory: for small pictures.
  /// - Precondition: the same width and height.
  package init(_ reference: some PictureSource, _ distorted: some PictureSource, keepsBands: Bool = false) {
    (width, height) = (reference.packed.width, reference.packed.height)
    self.reference = reference.packed.continued(toAtLeast: 8)
    let distorted = distorted.packed.continued(toAtLeast: 8)
    precondition(self.reference.hasSameSize(as: distorted), "pictures must have the same size")
    map = Plane(width: self.reference.width, height: self.reference.height)
    let (halfWidth, halfHeight) = ((map.width + 1) / 2, (map.height + 1) / 2)
    coarse = min(halfWidth, halfHeight) < 8 ? nil : Plane(width: halfWidth, height: halfHeight)
    digests = Self.digests(of: distorted)
    kept = keepsBands ? Self.bands(of: self.reference) : nil
    compute(Self.tiles(of: self.reference), of: distorted)
  }

  /// All tiles at full and at half size.
  private static func tiles(of picture: PackedImage) -> (whole: [Tile], half: [Tile]) {
    (
      ButteraugliTile.all(width: picture.width, height: picture.height),
      ButteraugliTile.all(width: (picture.width + 1) / 2, height: (picture.height + 1) / 2)
    )
  }

  private static func bands(of picture: PackedImage) -> (whole: [KeptBands], half: [KeptBands]) {
    func kept(_ tiles: [Tile], isHalved: Bool) -> [KeptBands] {
      Tile.map(tiles) {
        ButteraugliTile($0, width: picture.width, height: picture.height, isHalved: isHalved).bands(of: picture)
      }
    }
    let tiles = tiles(of: picture)
    return (kept(tiles.whole, isHalved: false), kept(tiles.half, isHalved: true))
  }

  /// The distances; their largest is `Butteraugli.Distance.maximum`.
  package var distances: Plane {
    map.width == width && map.height == height
      ? map : map.cropped(to: Tile(columns: 0..<width, rows: 0..<height))
  }

  /// Makes this the map of another picture, which is the fewer places to compute the less it differs from the last one.
  ///
  /// - Precondition: the same width and height.
  package mutating func update(to source: some PictureSource) {
    let distorted = source.packed.continued(toAtLeast: 8)
    precondition(distorted.hasSameSize(as: reference), "pictures must have the same size")
    let next = Self.digests(of: distorted)
    let isReached = reached(digests, next)
    digests = next
    if isReached.allSatisfy(\.self) { return compute(Self.tiles(of: distorted), of: distorted) }
    let parts = parts(where: isReached)
    compute((parts, parts.map(\.halved)), of: distorted)
  }

  /// Computes the distances in tiles that do not overlap; those at full size have borders that are even or the picture's.
  private mutating func compute(_ tiles: (whole: [Tile], half: [Tile]), of distorted: PackedImage) {
    let (reference, width, height) = (reference, map.width, map.height)
    let kept = tiles == Self.tiles(of: distorted) ? kept : nil
    coarse?.update { samples, _ in
      let out = SharedRows(samples)
      Tile.map(Array(tiles.half.enumerated())) { index, tile in
        ButteraugliTile(tile, width: width, height: height, isHalved: true)
          .write(reference, distorted, kept: kept?.half[index], to: out, width: (width + 1) / 2)
      }
    }
    let coarse = coarse
    map.update { samples, _ in
      let out = SharedRows(samples)
      Tile.map(Array(tiles.whole.enumerated())) { index, tile in
        ButteraugliTile(tile, width: width, height: height, isHalved: false)
          .write(reference, distorted, kept: kept?.whole[index], coarse: coarse, to: out, width: width)
      }
    }
  }

  private var columns: Int { (map.width + Self.block - 1) / Self.block }
  private var rows: Int { (map.height + Self.block - 1) / Self.block }

  /// Which blocks a change reaches.
  private func reached(_ before: ContiguousArray<UInt64>, _ after: ContiguousArray<UInt64>) -> [Bool] {
    let (columns, rows, reach) = (columns, rows, Self.reach)
    var result = [Bool](repeating: false, count: columns * rows)
    for index in before.indices where before[index] != after[index] {
      let (column, row) = (index % columns, index / columns)
      for y in max(0, row - reach)...min(rows - 1, row + reach) {
        for x in max(0, column - reach)...min(columns - 1, column + reach) { result[y * columns + x] = true }
      }
    }
    return result
  }

  /// Parts of tiles that hold all blocks of a kind: of rows of blocks that have some, with little between them, the columns that do.
  private func parts(where isMember: [Bool]) -> [Tile] {
    ButteraugliTile.all(width: map.width, height: map.height).flatMap { tile in
      let across = Self.blocks(tile.columns)
      var parts: [(rows: Range<Int>, columns: ClosedRange<Int>)] = []
      for row in Self.blocks(tile.rows) {
        let members = across.filter { isMember[row * columns + $0] }
        guard let first = members.first, let last = members.last else { continue }
        if let open = parts.last, row - open.rows.upperBound < Self.gap {
          parts[parts.count - 1] = (
            open.rows.lowerBound..<row + 1,
            min(first, open.columns.lowerBound)...max(last, open.columns.upperBound)
          )
        } else {
          parts.append((row..<row + 1, first...last))
        }
      }
      return parts.map { part in
        Tile(
          columns: part.columns.lowerBound
            * Self.block..<min(
              tile.columns.upperBound, (part.columns.upperBound + 1) * Self.block),
          rows: part.rows.lowerBound * Self.block..<min(tile.rows.upperBound, part.rows.upperBound * Self.block))
      }
    }
  }

  /// Rows of blocks that are not worth leaving out: as many as the filters reach over.
  private static let gap = (2 * BandFilters.halo + block - 1) / block

  /// The blocks of a range of columns or rows.
  private static func blocks(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound / block..<(range.upperBound + block - 1) / block
  }

  /// What tells the blocks of a picture from those of another.
  private static func digests(of picture: PackedImage) -> ContiguousArray<UInt64> {
    let (width, height) = (picture.width, picture.height)
    let columns = (width + block - 1) / block
    let rows = (height + block - 1) / block
    return picture.withRows { source in
      ContiguousArray(filling: columns * rows) { out in
        Parallel.bands(rows, minimumRows: 1) { band in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * block) { scratch in
            guard let line = scratch.baseAddress else { return }
            for row in band {
              let digests = out.base + row * columns
              digests.initialize(repeating: 0xcbf2_9ce4_8422_2325, count: columns)
              for y in row * block..<min(height, (row + 1) * block) {
                for column in 0..<columns {
                  let across = column * block..<min(width, (column + 1) * block)
                  if let levels = source.levels(y, across) {
                    mix(UnsafeRawBufferPointer(levels), into: &digests[column])
                  } else {
                    let count = across.count
                    source.read(y, across, into: (line, line + count, line + 2 * count))
                    mix(UnsafeRawBufferPointer(start: line, count: 12 * count), into: &digests[column])
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Takes bytes into a digest, eight at a time (the multiplication of FNV-1a).
  private static func mix(_ bytes: UnsafeRawBufferPointer, into digest: inout UInt64) {
    var index = 0
    var value = digest
    while index + 8 <= bytes.count {
      value = (value ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
      value ^= value >> 29
      index += 8
    }
    while index < bytes.count {
      value = (value ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
      index += 1
    }
    digest = value ^ value >> 32
  }
}
