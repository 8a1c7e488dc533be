import Raster

/// Patches of a large picture laid side by side, chosen so that the mark's tile continues without a break from one to the next.
struct TileMosaic {
  /// Pixels along its sides, and along those of the picture.
  let side: (width: Int, height: Int)
  let whole: (width: Int, height: Int)
  private let columns: [Range<Int>]
  private let rows: [Range<Int>]

  /// Pixels along a side of a part, and parts each way.
  private static let part = 256
  private static let count = 4

  /// - Returns: `nil` for a picture that is not much larger.
  init?(_ embedder: Embedder) {
    whole = (embedder.image.width, embedder.image.height)
    let tile = TileLayout.chips * embedder.pitch
    side = (Self.count * Self.part, Self.count * Self.part)
    guard min(whole.width, whole.height) >= side.width + tile,
      whole.width * whole.height >= 2 * side.width * side.height
    else { return nil }
    columns = Self.ranges(in: whole.width, tile: tile)
    rows = Self.ranges(in: whole.height, tile: tile)
  }

  private static func ranges(in length: Int, tile: Int) -> [Range<Int>] {
    (0..<count).map { index in
      let wanted = (2 * index + 1) * length / (2 * count) - part / 2
      let phase = (wanted - index * part) % tile
      let first = wanted - (phase < 0 ? phase + tile : phase)
      let start = first < 0 ? first + tile : first
      return start..<start + part
    }
  }

  /// By how much stronger a mark is found in the whole: its statistic grows with the root of the area.
  var gain: Double { (Double(whole.width * whole.height) / Double(side.width * side.height)).squareRoot() }

  func callAsFunction(_ image: PackedImage) -> PackedImage { image.packedPatches(columns: columns, rows: rows) }

  func callAsFunction<Change: PictureChange>(_ change: Change) -> PatchedChange<Change> {
    PatchedChange(change, columns: columns, rows: rows)
  }
}
