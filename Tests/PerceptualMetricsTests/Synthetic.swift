import Foundation
import Raster

/// Pictures made by formula, in whole levels of 255, so that any tool can be given the same ones.
enum Synthetic {
  /// Level of `channel` at (x, y): smooth ramps and waves, with a flat patch and hard edges.
  static func level(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    if (40..<90).contains(x) && (30..<70).contains(y) { return [200, 120, 60][channel] }
    if (x / 16 + y / 16) % 7 == 0 { return 30 + 20 * channel }
    let wave = (x * x * (channel + 1) / 37 + y * (x + 3 * channel) / 29) % 64
    return 40 + (x * 90 / 320) + (y * 60 / 240) + wave
  }

  /// A change of −5…5 levels that depends on position only.
  static func change(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    (x * 7919 + y * 104_729 + channel * 1299 + x * y * 31) % 11 - 5
  }

  /// The picture, with `strength` times the change.
  static func picture(width: Int = 320, height: Int = 240, strength: Int = 0) -> RasterImage {
    RasterImage(
      planes: (0..<3).map { channel in
        var plane = Plane(width: width, height: height)
        for y in 0..<height {
          for x in 0..<width {
            let level = level(x, y, channel) + strength * change(x, y, channel)
            plane[x, y] = Float(min(255, max(0, level))) / 255
          }
        }
        return plane
      })
  }
}
