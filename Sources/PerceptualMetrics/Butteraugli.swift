import CKernels
import Foundation
import Raster

/// Butteraugli: a distance from a model of the eye's opponent colours, frequency bands and masking, on a display of 80
/// nits.
///
/// Jyrki Alakuijala and others (Google), as in libjxl since 2023 (BSD), with its default parameters; the definition and
/// its numbers are those of `lib/jxl/butteraugli/butteraugli.cc`. 0 is identical; about 1 is what `cjxl` calls visually
/// lossless.
package enum Butteraugli {
  package struct Distance: Sendable, Equatable {
    /// The largest distance of any pixel.
    package var maximum: Double
    /// The mean of the 3-norm, 6-norm and 12-norm over all pixels, which libjxl calls its 3-norm.
    package var norm3: Double

    package init(maximum: Double, norm3: Double) {
      self.maximum = maximum
      self.norm3 = norm3
    }
  }

  /// The distance of `distorted` from `reference`, both sRGB-encoded, of the same size; grey counts as equal RGB.
  ///
  /// Works in tiles, each with as much of its surroundings as the filters reach: memory does not grow with the pictures,
  /// but for a quarter of a plane. Pictures under 8 pixels are continued to 8 by repeating their last row and column.
  ///
  /// - Precondition: the same width and height.
  package static func distance(_ reference: RasterImage, _ distorted: RasterImage) -> Distance {
    precondition(reference.hasSameSize(as: distorted), "pictures must have the same size")
    let pictures = (reference.continued(toAtLeast: 8), distorted.continued(toAtLeast: 8))
    let parts = overTiles(pictures.0, pictures.1) { map, _ in NormSums(map) }
    var sums = NormSums()
    for part in parts { sums.add(part) }
    return Distance(maximum: Double(sums.maximum), norm3: sums.norm(pixels: pictures.0.width * pictures.0.height))
  }

  /// The distance of every pixel; its largest is `Distance.maximum`.
  ///
  /// - Precondition: the same width and height.
  package static func map(_ reference: RasterImage, _ distorted: RasterImage) -> Plane {
    ButteraugliMap(reference, distorted).distances
  }

  /// What `body` makes of the distances in each tile, those at half size mixed in.
  @discardableResult
  private static func overTiles<Result: Sendable>(
    _ reference: RasterImage, _ distorted: RasterImage, _ body: @Sendable (Plane, Tile) -> Result
  ) -> [Result] {
    let coarse = coarseMap(reference, distorted)
    return Tile.map(width: reference.width, height: reference.height) { tile in
      var map = distanceMap(reference, distorted, tile, halved: false)
      if let coarse { mix(coarse, into: &map, tile) }
      return body(map, tile)
    }
  }

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

  /// The distance of each pixel of the pictures at half size, unless those have a side under 8 pixels.
  private static func coarseMap(_ reference: RasterImage, _ distorted: RasterImage) -> Plane? {
    let (width, height) = ((reference.width + 1) / 2, (reference.height + 1) / 2)
    guard min(width, height) >= 8 else { return nil }
    return Plane(width: width, height: height) { out in
      Tile.map(width: width, height: height) { tile in
        distanceMap(reference, distorted, tile, halved: true).copy(to: out, of: width, at: tile)
      }
    }
  }

  /// The distance of each pixel of a tile at one scale.
  ///
  /// - Parameter kept: the reference's bands, where they are known.
  static func distanceMap(
    _ reference: RasterImage, _ distorted: RasterImage, _ tile: Tile, halved: Bool, kept: FrequencyBands? = nil
  ) -> Plane {
    let (changed, whole) = bands(distorted, tile, halved: halved)
    return FrequencyBands.distanceMap(kept ?? bands(reference, tile, halved: halved).bands, changed)
      .cropped(to: tile.within(whole))
  }

  /// The bands of a tile with as much of its surroundings as the filters reach, and where that lies.
  static func bands(_ picture: RasterImage, _ tile: Tile, halved: Bool) -> (bands: FrequencyBands, whole: Tile) {
    let scale = halved ? 2 : 1
    let (width, height) = ((picture.width + scale - 1) / scale, (picture.height + scale - 1) / scale)
    let whole = tile.grown(by: FrequencyBands.halo, width: width, height: height)
    return (FrequencyBands(nits(picture, whole, halved: halved)), whole)
  }

  /// A part of a picture in linear light, 1 becoming 80 nits; of the picture at half size if asked for.
  private static func nits(_ picture: RasterImage, _ tile: Tile, halved: Bool) -> RasterImage {
    var fine = tile
    if halved {
      fine.columns = 2 * tile.columns.lowerBound..<min(picture.width, 2 * tile.columns.upperBound)
      fine.rows = 2 * tile.rows.lowerBound..<min(picture.height, 2 * tile.rows.upperBound)
    }
    return RasterImage(
      planes: picture.rgb.planes.map { plane in
        var part = plane.cropped(to: fine).linearFromSRGB
        if halved { part = part.halved(.repeated) }
        part.update { ck_scale($0, 80, $1) }
        return part
      })
  }
}

/// Sums of powers of the distances in a tile.
struct NormSums: Sendable {
  var maximum: Float = 0
  var cubes = 0.0
  var sixths = 0.0
  var twelfths = 0.0

  init() {}

  init(_ map: Plane) {
    for distance in map.samples { add(distance) }
  }

  mutating func add(_ distance: Float) {
    maximum = max(maximum, distance)
    let cube = Double(distance) * Double(distance) * Double(distance)
    cubes += cube
    sixths += cube * cube
    twelfths += cube * cube * cube * cube
  }

  mutating func add(_ other: NormSums) {
    maximum = max(maximum, other.maximum)
    cubes += other.cubes
    sixths += other.sixths
    twelfths += other.twelfths
  }

  func norm(pixels: Int) -> Double {
    let count = Double(pixels)
    return (pow(cubes / count, 1 / 3.0) + pow(sixths / count, 1 / 6.0) + pow(twelfths / count, 1 / 12.0)) / 3
  }
}
