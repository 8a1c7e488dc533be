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
  package static func distance(_ reference: some PictureSource, _ distorted: some PictureSource) -> Distance {
    let pictures = (reference.packed.continued(toAtLeast: 8), distorted.packed.continued(toAtLeast: 8))
    precondition(pictures.0.hasSameSize(as: pictures.1), "pictures must have the same size")
    let (width, height) = (pictures.0.width, pictures.0.height)
    let coarse = coarseMap(pictures.0, pictures.1)
    let parts = Tile.map(ButteraugliTile.all(width: width, height: height)) { tile in
      var sums = NormSums()
      ButteraugliTile(tile, width: width, height: height, isHalved: false)
        .rows(pictures.0, pictures.1, coarse: coarse) { _, row in
          for x in tile.columns.indices { sums.add(row[x - tile.columns.lowerBound]) }
        }
      return sums
    }
    var sums = NormSums()
    for part in parts { sums.add(part) }
    return Distance(maximum: Double(sums.maximum), norm3: sums.norm(pixels: width * height))
  }

  /// The distance of every pixel; its largest is `Distance.maximum`.
  ///
  /// - Precondition: the same width and height.
  package static func map(_ reference: some PictureSource, _ distorted: some PictureSource) -> Plane {
    ButteraugliMap(reference, distorted).distances
  }

  /// The distance of each pixel of the pictures at half size, unless those have a side under 8 pixels.
  static func coarseMap(_ reference: PackedImage, _ distorted: PackedImage) -> Plane? {
    let (width, height) = ((reference.width + 1) / 2, (reference.height + 1) / 2)
    guard min(width, height) >= 8 else { return nil }
    return Plane(width: width, height: height) { out in
      Tile.map(ButteraugliTile.all(width: width, height: height)) { tile in
        ButteraugliTile(tile, width: reference.width, height: reference.height, isHalved: true)
          .write(reference, distorted, to: out, width: width)
      }
    }
  }
}

/// Sums of powers of distances.
struct NormSums: Sendable {
  var maximum: Float = 0
  var cubes = 0.0
  var sixths = 0.0
  var twelfths = 0.0

  init() {}

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
