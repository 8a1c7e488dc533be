import Raster
import Surrogates

/// Which of several targets a picture is led to: the one whose latents lie nearest, as FastProtect (Ahn et al., CVPR 2025) picks
/// its perturbation. The shorter the way, the larger the share of it that a change of a given size covers.
package enum TargetChoice {
  /// The long side at which pictures are compared: the place on the way is coarse, so little is enough.
  private static let side = 256

  /// The position of the candidate that is nearest to the picture: the mean over encoders of the latents' distance over the length
  /// of the picture's. The first of equals.
  ///
  /// - Parameters:
  ///   - picture: three sRGB-encoded planes 0…1.
  ///   - candidates: of the same size as the picture; at least one.
  /// - Throws: what the encoders throw.
  package static func nearest(
    to picture: RasterImage, among candidates: [RasterImage], encoders: [any DifferentiableEncoder]
  ) throws -> Int {
    guard candidates.count > 1 else { return 0 }
    let granularity = encoders.map(\.granularity).max() ?? 1
    let scale = min(1, Float(side) / Float(max(picture.width, picture.height)))
    func fitted(_ side: Int) -> Int {
      max(granularity, Int(Float(side) * scale) / granularity * granularity)
    }
    let map = SeparableMap.resize(
      width: picture.width, height: picture.height, to: fitted(picture.width), fitted(picture.height))
    func latents(_ image: RasterImage) throws -> [Tensor] {
      let seen = map(image)
      return try encoders.compactMap { try $0.features(of: seen).last }
    }
    let own = try latents(picture)
    let distances = try candidates.map { candidate in
      zip(own, try latents(candidate)).reduce(0) { sum, pair in
        var (apart, length) = (0.0, 0.0)
        for (a, b) in zip(pair.0.elements, pair.1.elements) {
          apart += Double(a - b) * Double(a - b)
          length += Double(a) * Double(a)
        }
        return sum + (apart / max(1e-12, length)).squareRoot()
      }
    }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }
}
