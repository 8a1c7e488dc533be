import Raster

/// A picture, and the change that lays a mark's tile over it.
struct Embedder {
  let image: PackedImage
  /// At strength 1.
  let change: MarkChange

  var pitch: Int { change.pitch }
  var place: TilePlace { change.place }
  var alpha: Plane? { change.alpha }

  init(
    _ mark: Mark, layout: TileLayout, place: TilePlace, image: PackedImage, alpha: Plane?, pilotGain: Float = 1
  ) {
    self.image = image
    let pitch = MarkGeometry.pitch(width: image.width, height: image.height)
    change = MarkChange(
      width: image.width, height: image.height, channels: image.channels, pitch: pitch, place: place,
      tile: Tile(mark: mark, layout: layout, variant: place.variant, pitch: pitch, pilotGain: pilotGain),
      gain: GainMap(luma: image, pitch: pitch, alpha: alpha), alpha: alpha)
  }
}
