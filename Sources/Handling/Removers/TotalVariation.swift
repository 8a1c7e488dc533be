import CKernels
import Raster

/// Total variation denoising by Chambolle's projection (J. Math. Imaging Vision 20, 2004), channel by channel, as scikit-image's
/// `denoise_tv_chambolle` with 50 iterations.
package struct TotalVariation: Sendable {
  /// How smooth the result becomes; samples are 0…1.
  package var weight: Float
  package var iterations: Int

  package init(weight: Float, iterations: Int = 50) {
    self.weight = weight
    self.iterations = iterations
  }

  package func denoise(_ image: RasterImage) -> RasterImage {
    RasterImage(planes: image.planes.map(denoise))
  }

  private func denoise(_ plane: Plane) -> Plane {
    let (width, height) = (plane.width, plane.height)
    var primal = plane
    var down = Plane(width: width, height: height)
    var across = down
    let zeros = Plane(width: width, height: 1)
    withRows(plane, zeros) { image, zeros in
      withMutableRows(&primal, &down, &across) { primal, down, across in
        for iteration in 0..<iterations {
          Parallel.bands(height, minimumRows: 32) { band in
            for y in band {
              let at = y * width
              let above = y > 0 ? UnsafePointer(down.base + at - width) : zeros[0]
              ck_total_variation_primal(image[y], down.base + at, above, across.base + at, primal.base + at, width)
            }
          }
          guard iteration + 1 < iterations else { break }
          Parallel.bands(height, minimumRows: 32) { band in
            for y in band {
              let at = y * width
              ck_total_variation_dual(
                primal.base + at, primal.base + (y + 1 < height ? at + width : at), weight, down.base + at,
                across.base + at, width)
            }
          }
        }
      }
    }
    return primal
  }
}
