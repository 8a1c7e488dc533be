import Foundation
import Raster

/// The invisible mark: 64 bits, spread over the whole picture, found again with the key alone.
public enum Watermark {
  /// The smallest shorter side of a picture that can carry a mark, in pixels.
  public static let smallestSide = 256

  /// Pixels along a side of a chip in a picture of the given size: grows with the picture, so that shrinking it does not
  /// destroy the mark.
  static func pitch(width: Int, height: Int) -> Int {
    max(2, Int((Double(width) * Double(height)).squareRoot() / 400 + 0.5))
  }

  /// What to add to a picture so that it carries `mark`.
  public static func embed(
    _ mark: Mark, key: MarkKey, into image: RasterImage, alpha: Plane? = nil, strength: Float = 1
  ) throws -> (change: RasterImage, psnr: Double) {
    guard min(image.width, image.height) >= smallestSide else {
      throw WatermarkError.tooSmall(width: image.width, height: image.height)
    }
    let embedder = Embedder(mark, layout: TileLayout(key: key), key: key, image: image, alpha: alpha)
    let (change, square) = embedder.change(strength: strength)
    return (change, -10 * log10(max(square, 1e-12)))
  }

  public static func probe(_ image: RasterImage, _ mark: Mark, _ pitch: Double) -> Double {
    let factor = Reduction.factor(width: image.width, height: image.height)
    let residual = Residual(Reduction.reduce(image, factor: factor))
    let difference = Residual(Reduction.reduce(image, factor: factor, difference: true))
    let p = pitch / Double(factor)
    let reader = LineReader(
      residual, difference: difference, geometry: Geometry(pitch: (p, p)), layout: TileLayout(key: .published))
    return reader.strength(of: mark, withChroma: true)
  }

  /// The mark of `key` in a picture, whatever happened to it.
  public static func detect(in image: RasterImage, key: MarkKey, falseAlarm: Double = 1e-9) throws -> Detection {
    guard falseAlarm > 0, falseAlarm < 1 else { throw WatermarkError.falseAlarm(falseAlarm) }
    return Detector(layout: TileLayout(key: key), falseAlarm: falseAlarm).detect(image)
  }
}
