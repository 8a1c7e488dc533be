import CKernels
import Raster

/// Butteraugli's distances in one tile of two pictures.
enum ButteraugliTile {
  /// Errors at half size are averages, so they count for more than their half.
  static func mix(_ coarse: Plane, into map: inout Plane, _ tile: Tile) {
    let width = map.width
    coarse.withRows { coarse in
      map.update { samples, _ in
        for (row, y) in tile.rows.enumerated() {
          let (line, half) = (samples + row * width, coarse[y / 2])
          for (column, x) in tile.columns.enumerated() {
            line[column] = line[column] * (1 - 0.3 * 0.5) + 0.5 * half[x / 2]
          }
        }
      }
    }
  }

  /// The distance of each pixel of a tile at one scale.
  ///
  /// - Parameter kept: the reference's bands, where they are known.
  static func distanceMap(
    _ reference: PackedImage, _ distorted: PackedImage, _ tile: Tile, halved: Bool, kept: FrequencyBands? = nil
  ) -> Plane {
    let (changed, whole) = bands(distorted, tile, halved: halved)
    return FrequencyBands.distanceMap(kept ?? bands(reference, tile, halved: halved).bands, changed)
      .cropped(to: tile.within(whole))
  }

  /// The bands of a tile with as much of its surroundings as the filters reach, and where that lies.
  static func bands(_ picture: PackedImage, _ tile: Tile, halved: Bool) -> (bands: FrequencyBands, whole: Tile) {
    let scale = halved ? 2 : 1
    let (width, height) = ((picture.width + scale - 1) / scale, (picture.height + scale - 1) / scale)
    let whole = tile.grown(by: FrequencyBands.halo, width: width, height: height)
    return (FrequencyBands(nits(picture, whole, halved: halved)), whole)
  }

  /// A part of a picture in linear light, 1 becoming 80 nits; of the picture at half size if asked for.
  private static func nits(_ picture: PackedImage, _ tile: Tile, halved: Bool) -> RasterImage {
    var fine = tile
    if halved {
      fine.columns = 2 * tile.columns.lowerBound..<min(picture.width, 2 * tile.columns.upperBound)
      fine.rows = 2 * tile.rows.lowerBound..<min(picture.height, 2 * tile.rows.upperBound)
    }
    return RasterImage(
      planes: picture.linear(columns: fine.columns, rows: fine.rows).planes.map { plane in
        var part = plane
        if halved { part = part.halved(.repeated) }
        part.update { ck_scale($0, 80, $1) }
        return part
      })
  }
}
