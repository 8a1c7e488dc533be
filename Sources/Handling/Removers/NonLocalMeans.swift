import CKernels
import Raster

/// Non-local means (Buades, Coll & Morel, CVPR 2005) in the form of scikit-image's `denoise_nl_means`: a pixel becomes the
/// mean of the pixels round it, each weighed with exp(−max(0, (d² − 2σ²) / h²)), where d² is the mean square difference
/// of the 5×5 patches about the two over all channels. Weights under e⁻⁵ are 0; beyond the border the picture is mirrored.
package struct NonLocalMeans: Sendable {
  /// Standard deviation of the noise, of 0…1.
  package var sigma: Float
  /// How much patches may differ, of 0…1: 0.8 σ, as scikit-image advises for patches with equal weights.
  package var strength: Float
  /// How many pixels away patches are looked for: in a square of 2·distance + 1.
  package var distance: Int

  private static let patch = 5

  package init(sigma: Float, strength: Float? = nil, distance: Int = 6) {
    self.sigma = sigma
    self.strength = strength ?? 0.8 * sigma
    self.distance = distance
  }

  /// - Parameter image: three planes 0…1.
  package func denoise(_ image: RasterImage) -> RasterImage {
    let (width, height) = (image.width, image.height)
    let frame = distance + Self.patch / 2
    let wide = image.planes.map { $0.padded(byReflecting: frame) }
    let setup = Setup(
      width: width, height: height, frame: frame, distance: distance,
      scale: 1 / (3 * strength * strength * Float(Self.patch * Self.patch)),
      noise: 2 * sigma * sigma * 3 * Float(Self.patch * Self.patch))
    return RasterImage.threePlanes(width: width, height: height) { r, g, b in
      RasterImage(planes: wide).withRGBRows { red, green, blue in
        Parallel.bands(height, minimumRows: 32) { band in
          setup.denoise(band, [red, green, blue], into: [r, g, b])
        }
      }
    }
  }

  /// What all bands share.
  private struct Setup: Sendable {
    let width: Int
    let height: Int
    let frame: Int
    let distance: Int
    let scale: Float
    /// What noise alone adds to the sum of a patch.
    let noise: Float

    func denoise(_ band: Range<Int>, _ rows: [Rows], into out: [SharedRows<Float>]) {
      let patch = NonLocalMeans.patch
      let half = patch / 2
      let wide = width + 2 * half
      let deep = band.count + 2 * half
      let ones = [Float](repeating: 1, count: patch)
      var differences = [Float](repeating: 0, count: wide * deep)
      var column = [Float](repeating: 0, count: wide)
      var sums = [Float](repeating: 0, count: width)
      var weights = [Float](repeating: 0, count: width * band.count)
      for plane in out {
        (plane.base + band.lowerBound * width).initialize(repeating: 0, count: width * band.count)
      }
      differences.withUnsafeMutableBufferPointer { differences in
        weights.withUnsafeMutableBufferPointer { weights in
          guard let differences = differences.baseAddress, let weights = weights.baseAddress else { return }
          for dy in -distance...distance {
            for dx in -distance...distance {
              for y in 0..<deep {
                let (row, start) = (band.lowerBound + y + frame - half, frame - half)
                ck_squared_distance3(
                  rows.map { $0[row] + start }, rows.map { $0[row + dy] + start + dx }, differences + y * wide, wide)
              }
              for y in 0..<band.count {
                let patchRows = (0..<patch).map {
                  UnsafePointer(differences + (y + $0) * wide) as UnsafePointer<Float>?
                }
                ck_fir_vertical(patchRows, ones, Int32(patch), &column, wide)
                ck_fir_horizontal(column, ones, Int32(patch), &sums, width)
                let shifted = rows.map { $0[band.lowerBound + y + frame + dy] + frame + dx as UnsafePointer<Float>? }
                let target = out.map { $0.base + (band.lowerBound + y) * width as UnsafeMutablePointer<Float>? }
                ck_non_local_add(sums, scale, noise, shifted, weights + y * width, target, width)
              }
            }
          }
          for plane in out {
            for index in 0..<width * band.count { plane.base[band.lowerBound * width + index] /= weights[index] }
          }
        }
      }
    }
  }
}
