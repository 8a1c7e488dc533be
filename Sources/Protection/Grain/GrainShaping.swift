import Drift
import Perturbation
import Raster
import Surrogates

/// Shapes the grain of a picture so that encoders are moved further than by the grain as it was laid.
///
/// The pattern generator bends the grain to the picture; then it is given the grain's own local strength, radial spectrum and values
/// again (an iterated amplitude-adjusted Fourier transform; Schreiber & Schmitz, Phys. Rev. Lett. 77, 635, 1996). What differs are the
/// phases alone: the grain keeps its fineness, its contrast and its place.
struct GrainShaping {
  /// Standard deviation in pixels of the blur that takes a grain away and leaves the shade that comes with it.
  private static let shade = 6.0
  /// Standard deviation in pixels of the window in which the local strength is taken.
  private static let window = 4.0
  /// Rounds in which strength, spectrum and values are given back.
  private static let rounds = 3
  /// A strength under this is none, in sRGB-encoded 0…1.
  private static let least: Float = 1e-5

  let generator: PatternGenerator

  /// The change that puts the shaped grain in the place of the one that was laid, units of 0…1.
  ///
  /// - Parameters:
  ///   - picture: with its grain, at the working resolution, sRGB-encoded 0…1.
  ///   - plain: the same picture without a grain.
  ///   - opacity: of each pixel, 0…1; `nil` where all are opaque.
  /// - Throws: `SurrogateError` when ONNX Runtime fails.
  func change(of picture: RasterImage, plain: RasterImage, opacity: Plane?) throws(SurrogateError) -> RasterImage {
    let luma = picture.luma()
    let layer = luma.combined(with: plain.luma()) { $0 - $1 }
    let grain = layer.combined(with: blurred(layer, Self.shade)) { $0 - $1 }
    let strength = localStrength(of: grain)
    let spectrum = RadialSpectrum(of: grain)
    let values = RankOrder.sorted(grain.samples)
    // The generator takes patterns of about one in the root mean square.
    let (least, whole) = (Self.least, Float(RasterImage(planes: [grain]).rootMeanSquare))
    var shaped = try generator(grain.map { $0 / max(least, whole) }, for: luma)
    for _ in 0..<Self.rounds {
      let gain = strength.combined(with: localStrength(of: shaped)) { $1 > least ? $0 / $1 : 0 }
      shaped = spectrum.imposed(on: shaped.combined(with: gain) { $0 * $1 })
      RankOrder.impose(values, on: &shaped.samples)
    }
    var change = shaped.combined(with: grain) { $0 - $1 }
    if let opacity { change = change.combined(with: opacity) { $0 * $1 } }
    return RasterImage(planes: [change, change, change])
  }

  private func localStrength(of plane: Plane) -> Plane {
    blurred(plane.map { $0 * $0 }, Self.window).map { max(0, $0).squareRoot() }
  }

  private func blurred(_ plane: Plane, _ sigma: Double) -> Plane {
    SeparableMap.gaussian(width: plane.width, height: plane.height, sigma: sigma)(plane)
  }
}
