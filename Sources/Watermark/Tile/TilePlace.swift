/// The sign set and the offset of the tile that is laid over a picture.
package struct TilePlace: Sendable, Equatable {
  /// The sign set of the tile.
  let variant: Int
  /// Where the tile's corner lies, in pixels.
  let x: Int
  let y: Int

  init(variant: Int, x: Int, y: Int) {
    self.variant = variant
    self.x = x
    self.y = y
  }

  /// Where the key has the tile of a mark. Copies for different people, and different works of one artist, get their tiles at
  /// different places: averaging them does not lay one tile upon the other.
  init(_ mark: Mark, key: MarkKey, width: Int, height: Int) {
    var stream = key.stream("place \(mark) \(width) \(height)")
    variant = stream.number(below: TileLayout.variantCount)
    let side = TileLayout.chips * MarkGeometry.pitch(width: width, height: height)
    x = stream.number(below: side)
    y = stream.number(below: side)
  }
}
