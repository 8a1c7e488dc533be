import Raster

/// A JPEG save that can be differentiated: YCbCr, chroma at half size, 8×8 DCT, quantisation with the example tables of
/// ITU-T T.81 Annex K scaled as libjpeg's `jpeg_set_quality` does, and back.
///
/// Forward it rounds as an encoder rounds. Backward it uses the derivative of `round(x) + (x − round(x))³` (Shin & Song
/// 2017), so that a coefficient that is safely quantised away passes nothing and one near a decision passes most.
package struct JPEGSimulation: Sendable {
  package let quality: Int

  package init(quality: Int) {
    self.quality = quality
  }

  /// What the backward pass needs of the forward one: per component the derivative at each coefficient.
  package struct Tape: Sendable {
    var derivatives: [Plane]
  }

  /// - Precondition: three planes whose sides are multiples of 16.
  package func forward(_ image: RasterImage) -> (RasterImage, Tape) {
    let shapes = Self.shapes(width: image.width, height: image.height)
    var tape = Tape(derivatives: [])
    let components = Self.toYCbCr(image.planes).enumerated().map { index, plane -> Plane in
      let shape = shapes[index]
      var coefficients = shape.transform(shape.shrink(plane))
      let steps = Self.steps(quality: quality, chroma: index > 0)
      tape.derivatives.append(Self.quantise(&coefficients, steps))
      return shape.enlarge(shape.transform.transposed(coefficients))
    }
    return (RasterImage(planes: Self.toRGB(components)), tape)
  }

  /// The gradient with respect to the input of `forward`, from that with respect to its output.
  package func backward(_ gradient: RasterImage, _ tape: Tape) -> RasterImage {
    let shapes = Self.shapes(width: gradient.width, height: gradient.height)
    let components = Self.toRGBTransposed(gradient.planes).enumerated().map { index, plane -> Plane in
      let shape = shapes[index]
      let coefficients = shape.transform(shape.enlarge.transposed(plane))
        .combined(with: tape.derivatives[index]) { $0 * $1 }
      return shape.shrink.transposed(shape.transform.transposed(coefficients))
    }
    return RasterImage(planes: Self.toYCbCrTransposed(components))
  }

  // MARK: - Geometry

  private struct Shape {
    let shrink: SeparableMap
    let enlarge: SeparableMap
    let transform: SeparableMap
  }

  private static func shapes(width: Int, height: Int) -> [Shape] {
    precondition(width % 16 == 0 && height % 16 == 0, "simulated JPEG needs sides that are multiples of 16")
    let same = SeparableMap(columns: .identity(width), rows: .identity(height))
    let luma = Shape(shrink: same, enlarge: same, transform: .blockDCT(width: width, height: height))
    let (halfWidth, halfHeight) = (width / 2, height / 2)
    let chroma = Shape(
      shrink: .resize(width: width, height: height, to: halfWidth, halfHeight, kernel: .box),
      enlarge: .resize(width: halfWidth, height: halfHeight, to: width, height, kernel: .bilinear),
      transform: .blockDCT(width: halfWidth, height: halfHeight))
    return [luma, chroma, chroma]
  }

  // MARK: - Quantisation

  /// Rounds in place to multiples of the steps (levels of 255 over 255) and gives the derivative of each rounding.
  private static func quantise(_ plane: inout Plane, _ steps: [Float]) -> Plane {
    var derivative = plane
    let width = plane.width
    let height = plane.height
    plane.samples.withUnsafeMutableBufferPointer { values in
      derivative.samples.withUnsafeMutableBufferPointer { slopes in
        let values = SharedRows(values)
        let slopes = SharedRows(slopes)
        Parallel.bands(height, minimumRows: 64) { band in
          for y in band {
            for x in 0..<width {
              let step = steps[(y & 7) * 8 + (x & 7)]
              let scaled = values.base[y * width + x] / step
              let rounded = scaled.rounded(.toNearestOrEven)
              let rest = scaled - rounded
              values.base[y * width + x] = rounded * step
              slopes.base[y * width + x] = 3 * rest * rest
            }
          }
        }
      }
    }
    return derivative
  }

  /// Quantisation steps for orthonormal coefficients of samples 0…1, row after row.
  private static func steps(quality: Int, chroma: Bool) -> [Float] {
    let scale = quality < 50 ? 5000 / max(1, quality) : 200 - 2 * quality
    return (chroma ? JPEGTables.chroma : JPEGTables.luma).map { Float(min(255, max(1, ($0 * scale + 50) / 100))) / 255 }
  }

  // MARK: - Colour (ITU-R BT.601 full range, as JFIF)

  private typealias Matrix = [[Float]]
  private static let ycbcr: Matrix = [
    [0.299, 0.587, 0.114], [-0.168735892, -0.331264108, 0.5], [0.5, -0.418687589, -0.081312411],
  ]
  private static let rgb: Matrix = [[1, 0, 1.402], [1, -0.344136286, -0.714136286], [1, 1.772, 0]]

  private static func toYCbCr(_ planes: [Plane]) -> [Plane] { apply(ycbcr, planes) }
  private static func toRGB(_ planes: [Plane]) -> [Plane] { apply(rgb, planes) }
  private static func toYCbCrTransposed(_ planes: [Plane]) -> [Plane] { apply(transposed(ycbcr), planes) }
  private static func toRGBTransposed(_ planes: [Plane]) -> [Plane] { apply(transposed(rgb), planes) }

  private static func transposed(_ matrix: Matrix) -> Matrix {
    (0..<3).map { row in (0..<3).map { matrix[$0][row] } }
  }

  private static func apply(_ matrix: Matrix, _ planes: [Plane]) -> [Plane] {
    matrix.map { row in
      let (a, b, c) = (row[0], row[1], row[2])
      return planes[0].combined(with: planes[1]) { a * $0 + b * $1 }.combined(with: planes[2]) { $0 + c * $1 }
    }
  }
}
