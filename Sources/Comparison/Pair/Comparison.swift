import PerceptualMetrics
import Raster

/// Scores candidates against one picture, as people would see both: a picture with alpha is laid over every `Ground`, and
/// the worst counts.
package struct Comparison: Sendable {
  /// The untouched picture, without its alpha.
  package let reference: PackedImage
  private let alpha: Plane?
  private let grounds: [(ground: Ground, reference: SSIMULACRA2.Reference)]

  /// - Parameter pixels: up to which the reference is kept ready (16 bytes a pixel for each ground): for larger ones that is a
  ///   sixth of the memory that protecting them takes, and few candidates are compared with them.
  package init(reference source: some PictureSource, alpha: Plane?, keepingUpTo pixels: Int = 8_000_000) {
    let reference = source.packed
    self.reference = reference
    self.alpha = alpha
    grounds = (alpha == nil ? [.black] : Ground.allCases).map { ground in
      (ground, SSIMULACRA2.Reference(ground.laid(reference, alpha: alpha), keepingUpTo: pixels))
    }
  }

  /// SSIMULACRA2 of a picture of the same size.
  package func score(_ picture: some PictureSource) -> Double {
    grounds.map { $0.reference.score($0.ground.laid(picture.packed, alpha: alpha)) }.min() ?? 100
  }

  /// PSNR in dB over all samples of a picture of the same size, the worst of the grounds.
  package func psnr(_ picture: some PictureSource) -> Double {
    grounds.map { entry in
      PSNR.rgb(entry.ground.laid(reference, alpha: alpha), entry.ground.laid(picture.packed, alpha: alpha))
    }.min() ?? .infinity
  }
}
