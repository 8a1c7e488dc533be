import Metrics
import Raster

/// Scores candidates against one picture, as people would see both: a picture with alpha is laid over black and over
/// white, and the worse counts.
public struct Comparison: Sendable {
  /// The untouched picture, without its alpha.
  public let reference: RasterImage
  private let alpha: Plane?
  private let grounds: [(level: Float, reference: SSIMULACRA2.Reference)]

  public init(reference: RasterImage, alpha: Plane?) {
    self.reference = reference
    self.alpha = alpha
    let levels: [Float] = alpha == nil ? [0] : [0, 1]
    grounds = levels.map { ($0, SSIMULACRA2.Reference(Self.laid(reference, alpha: alpha, over: $0))) }
  }

  /// SSIMULACRA2 of a picture of the same size.
  public func score(_ picture: RasterImage) -> Double {
    grounds.map { $0.reference.score(Self.laid(picture, alpha: alpha, over: $0.level)) }.min() ?? 100
  }

  /// PSNR in dB over all samples of a picture of the same size, the worse of the grounds.
  public func psnr(_ picture: RasterImage) -> Double {
    grounds.map { ground in
      PSNR.rgb(
        Self.laid(reference, alpha: alpha, over: ground.level), Self.laid(picture, alpha: alpha, over: ground.level))
    }.min() ?? .infinity
  }

  private static func laid(_ picture: RasterImage, alpha: Plane?, over level: Float) -> RasterImage {
    guard let alpha else { return picture }
    return picture.combined(with: alpha) { $0 * $1 + level * (1 - $1) }
  }
}
