import Raster
import Stamp

/// An opaque square in one colour, sRGB-encoded.
func square(_ red: Float, _ green: Float, _ blue: Float, side: Int = 64) -> StampSource {
  .image(
    RasterImage(planes: [red, green, blue].map { Plane(width: side, height: side, repeating: $0) }), alpha: nil)
}

/// A flat picture.
func flat(_ values: [Float], width: Int = 200, height: Int = 120) -> RasterImage {
  RasterImage(planes: values.map { Plane(width: width, height: height, repeating: $0) })
}

/// A picture of smooth waves, so that no two places are alike.
func waves(width: Int = 240, height: Int = 160) -> RasterImage {
  RasterImage(
    planes: (1...3).map { channel in
      Plane(
        width: width, height: height,
        samples: ContiguousArray(
          (0..<width * height).map { Float(($0 % width * channel + $0 / width * 3) % 97) / 96 * 0.8 + 0.1 }))
    })
}

func settings(_ blend: Blend = .over, opacity: Double = 100) -> StampSettings {
  StampSettings(
    content: .image(sha256: ""), gravity: .center, scale: 50, opacity: opacity, blend: blend,
    variation: .init(isPlain: true))
}

extension RasterImage {
  /// The largest absolute sample.
  var peak: Float { planes.flatMap(\.samples).map(abs).max() ?? 0 }

  /// Bounds of what is not zero: left, top, right, bottom.
  var bounds: (left: Int, top: Int, right: Int, bottom: Int)? {
    var found: (left: Int, top: Int, right: Int, bottom: Int)?
    for y in 0..<height {
      for x in 0..<width where planes.contains(where: { $0[x, y] != 0 }) {
        let old = found ?? (x, y, x, y)
        found = (min(old.left, x), min(old.top, y), max(old.right, x), max(old.bottom, y))
      }
    }
    return found
  }
}
