import Foundation
import Raster

/// The texture that every place of a picture lies in, which hides a pattern there.
///
/// Texture varies in two directions and everywhere, where an edge and the blur of a motion vary in one and hide nothing beside them: the
/// square root of the smaller eigenvalue of the structure tensor (Förstner & Gülch 1987), on a logarithmic scale. Slopes count up to a
/// limit, so that a few strong ones do not stand for many, and the least of three windows counts, so that neither a lone detail nor the
/// outline round a narrow petal does.
/// Pixels without any slope, as between the dots of a halftone, take away from it: they hide nothing.
package enum LocalTexture {
  private static let windows = (
    close: FIRFilter.box(radius: 4), near: FIRFilter.box(radius: 8), far: FIRFilter.box(radius: 24)
  )
  /// What the variation in the close window is multiplied by: so few pixels of a texture differ from one another in how much they vary.
  private static let closeFactor: Float = 1.5
  /// Slopes of luma in levels of 255 a pixel: under which a pixel is flat, where texture begins, where it is full, and the steepest that
  /// counts.
  private static let slopes: (flat: Float, least: Float, full: Float, steepest: Float) = (0.5, 1, 2.5, 5)
  /// The share of flat pixels that leaves no texture.
  private static let mostFlat: Float = 0.25

  /// How much texture every pixel lies in, 0 for none and 1 for so much that it hides a pattern.
  ///
  /// - Parameter picture: one or three sRGB-encoded planes 0…1, at about the size that it is looked at.
  package static func map(of picture: RasterImage) -> Plane {
    let luma = picture.luma()
    var (across, down) = (slope(luma, dx: 1, dy: 0), slope(luma, dx: 0, dy: 1))
    var flat = Plane(width: luma.width, height: luma.height)
    for index in across.samples.indices {
      let (x, y) = (across.samples[index], down.samples[index])
      let length = (x * x + y * y).squareRoot()
      if length < slopes.flat { flat.samples[index] = 1 }
      let factor = min(1, slopes.steepest / max(1e-3, length))
      (across.samples[index], down.samples[index]) = (x * factor, y * factor)
    }
    let products = (across.times(across), down.times(down), across.times(down))
    let span = log(slopes.full / slopes.least)
    let close = leastVariation(products, windows.close).map { closeFactor * $0 }
    let texture = leastVariation(products, windows.near).combined(with: close) { min($0, $1) }
      .combined(with: leastVariation(products, windows.far)) {
        min(1, max(0, log(max(1e-3, min($0, $1)) / slopes.least) / span))
      }
    return texture.combined(with: flat.filtered(windows.far, border: .renormalised)) {
      $0 * max(0, 1 - $1 / mostFlat)
    }
  }

  /// The root mean square slope, over a window, in the direction in which it is the least.
  private static func leastVariation(_ products: (xx: Plane, yy: Plane, xy: Plane), _ window: FIRFilter) -> Plane {
    let xx = products.xx.filtered(window, border: .renormalised)
    let yy = products.yy.filtered(window, border: .renormalised)
    var result = products.xy.filtered(window, border: .renormalised)
    for index in result.samples.indices {
      let (a, b, c) = (xx.samples[index], yy.samples[index], result.samples[index])
      let half = (a - b) / 2
      result.samples[index] = max(0, (a + b) / 2 - (half * half + c * c).squareRoot()).squareRoot()
    }
    return result
  }

  /// Central differences, in levels of 255 a pixel; zero at the borders across.
  private static func slope(_ luma: Plane, dx: Int, dy: Int) -> Plane {
    var result = Plane(width: luma.width, height: luma.height)
    guard luma.width > 2 * dx, luma.height > 2 * dy else { return result }
    let step = dy * luma.width + dx
    for y in dy..<luma.height - dy {
      for x in dx..<luma.width - dx {
        let index = y &* luma.width &+ x
        result.samples[index] = 127.5 * (luma.samples[index &+ step] - luma.samples[index &- step])
      }
    }
    return result
  }
}

extension Plane {
  fileprivate func times(_ other: Plane) -> Plane { combined(with: other) { $0 * $1 } }
}
