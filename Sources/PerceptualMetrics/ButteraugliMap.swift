import Raster

/// Butteraugli's distance of every pixel of a picture that is changed again and again: only the places that a change reaches are
/// computed anew.
package struct ButteraugliMap: Sendable {
  /// Side in pixels of the blocks in which changes are looked for; tiles are a multiple of it.
  private static let block = 64
  /// How many blocks a change is seen beyond its own: the filters at half size reach over twice their halo.
  private static let reach = (2 * FrequencyBands.halo + block) / block

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
  private let kept: (whole: [FrequencyBands], half: [FrequencyBands])?

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
    let (picture, tiles) = (self.reference, Tile.all(width: map.width, height: map.height))
    kept =
      keepsBands
      ? (
        Tile.map(tiles) { ButteraugliTile.bands(picture, $0, halved: false).bands },
        coarse == nil ? [] : Tile.map(tiles.map(\.halved)) { ButteraugliTile.bands(picture, $0, halved: true).bands }
      ) : nil
    compute(tiles, of: distorted)
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
    compute(
      Tile.all(width: map.width, height: map.height).compactMap { part(of: $0, where: isReached) }, of: distorted)
  }

  /// Computes the distances in tiles that do not overlap, whose borders are even or those of the picture.
  private mutating func compute(_ tiles: [Tile], of distorted: PackedImage) {
    let (reference, width) = (reference, map.width)
    let kept = tiles == Tile.all(width: map.width, height: map.height) ? kept : nil
    if coarse != nil {
      let halfWidth = (width + 1) / 2
      coarse?.update { samples, _ in
        let out = SharedRows(samples)
        Tile.map(Array(tiles.map(\.halved).enumerated())) { index, tile in
          ButteraugliTile.distanceMap(reference, distorted, tile, halved: true, kept: kept?.half[index])
            .copy(to: out, of: halfWidth, at: tile)
        }
      }
    }
    let coarse = coarse
    map.update { samples, _ in
      let out = SharedRows(samples)
      Tile.map(Array(tiles.enumerated())) { index, tile in
        var part = ButteraugliTile.distanceMap(reference, distorted, tile, halved: false, kept: kept?.whole[index])
        if let coarse { ButteraugliTile.mix(coarse, into: &part, tile) }
        part.copy(to: out, of: width, at: tile)
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

  /// The smallest part of a tile that holds all its blocks of a kind; `nil` where it has none.
  private func part(of tile: Tile, where isMember: [Bool]) -> Tile? {
    let block = Self.block
    var (left, right, top, bottom) = (Int.max, Int.min, Int.max, Int.min)
    for row in tile.rows.lowerBound / block..<(tile.rows.upperBound + block - 1) / block {
      for column in tile.columns.lowerBound / block..<(tile.columns.upperBound + block - 1) / block
      where isMember[row * columns + column] {
        (left, right) = (min(left, column), max(right, column))
        (top, bottom) = (min(top, row), max(bottom, row))
      }
    }
    guard left <= right else { return nil }
    return Tile(
      columns: left * block..<min(tile.columns.upperBound, (right + 1) * block),
      rows: top * block..<min(tile.rows.upperBound, (bottom + 1) * block))
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
