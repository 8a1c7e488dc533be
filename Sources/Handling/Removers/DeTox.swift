import Raster

/// DeTox, a chain of the plainest filters: the picture is enlarged by a random factor from 1 to 2 (nearest neighbour, the same
/// for both sides), smoothed with the 3×3 kernel 1 1 1 / 1 5 1 / 1 1 1 over 13, filtered by a 3×3 median, sharpened with −2 −2 −2
/// / −2 32 −2 / −2 −2 −2 over 16 (Pillow's `SMOOTH`, `MedianFilter(3)` and `SHARPEN`), and brought back to its size with a Lanczos
/// kernel.
package enum DeTox {
  /// The cleaned picture, not rounded.
  ///
  /// - Parameter seed: what the factor is drawn from.
  package static func clean(_ image: RasterImage, seed: UInt64) -> RasterImage {
    var generator = SeededGenerator(seed: seed, purpose: "detox")
    let factor = Double(1 + generator.uniform())
    let (width, height) = (Int(Double(image.width) * factor), Int(Double(image.height) * factor))
    let large = RasterImage(planes: image.planes.map { enlarged($0, to: width, height) })
    let smooth = weighed(large, centre: 5.0 / 13, rest: 1.0 / 13)
    let sharp = weighed(smooth.median3(), centre: 32.0 / 16, rest: -2.0 / 16).map { min(1, max(0, $0)) }
    return SeparableMap.resize(width: width, height: height, to: image.width, image.height, kernel: .lanczos3)(sharp)
  }

  private static func enlarged(_ plane: Plane, to width: Int, _ height: Int) -> Plane {
    let columns = (0..<width).map { ($0 * 2 + 1) * plane.width / (2 * width) }
    return Plane(width: width, height: height) { out in
      plane.withRows { rows in
        Parallel.bands(height) { band in
          for y in band {
            let from = rows[(y * 2 + 1) * plane.height / (2 * height)]
            for x in 0..<width { out.base[y * width + x] = from[columns[x]] }
          }
        }
      }
    }
  }

  /// One weight for a sample, another for its eight neighbours.
  private static func weighed(_ image: RasterImage, centre: Float, rest: Float) -> RasterImage {
    let ones = FIRFilter(weights: [1, 1, 1])
    return RasterImage(
      planes: image.planes.map { plane in
        plane.filtered(ones, border: .clamp).combined(with: plane) { rest * $0 + (centre - rest) * $1 }
      })
  }
}
