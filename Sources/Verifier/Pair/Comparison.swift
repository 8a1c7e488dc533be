import Metrics
import Raster

/// Scores candidates against one picture, as people would see both: a picture with alpha is laid over every `Ground`, and
/// the worst counts.
public struct Comparison: Sendable {
  /// The untouched picture, without its alpha.
  public let reference: RasterImage
  private let alpha: Plane?
  /// Pixels up to which the reference is kept ready: few candidates are compared with a large one, and it would be a sixth of
  /// the memory that its work takes.
  private static let keptPixels = 8_000_000
  private let grounds: [(ground: Ground, reference: SSIMULACRA2.Reference)]

  public init(reference: RasterImage, alpha: Plane?) {
    self.reference = reference
    self.alpha = alpha
    grounds = (alpha == nil ? [.black] : Ground.allCases).map { ground in
      (ground, SSIMULACRA2.Reference(ground.laid(reference, alpha: alpha), keepingUpTo: Self.keptPixels))
    }
  }

  /// SSIMULACRA2 of a picture of the same size.
  public func score(_ picture: RasterImage) -> Double {
    grounds.map { $0.reference.score($0.ground.laid(picture, alpha: alpha)) }.min() ?? 100
  }

  /// PSNR in dB over all samples of a picture of the same size, the worst of the grounds.
  public func psnr(_ picture: RasterImage) -> Double {
    grounds.map { entry in
      PSNR.rgb(entry.ground.laid(reference, alpha: alpha), entry.ground.laid(picture, alpha: alpha))
    }.min() ?? .infinity
  }
}
