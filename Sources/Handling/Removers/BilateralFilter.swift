import CKernels
import Foundation
import Raster

/// A bilateral filter (Tomasi & Manduchi, ICCV 1998) over the 13 pixels within two of each other, as OpenCV's
/// `bilateralFilter` with d = 5: the colour distance is the sum of the channels' absolute differences, and beyond the border
/// the picture is mirrored about its outermost pixels.
package struct BilateralFilter: Sendable {
  /// Standard deviation of the colour distance, in the picture's own units, and of the distance in pixels.
  package var colour: Float
  package var space: Float

  private static let reach = 2

  package init(colour: Float, space: Float) {
    self.colour = colour
    self.space = space
  }

  /// Filters three planes again and again.
  package func callAsFunction(_ image: RasterImage, times: Int = 1) -> RasterImage {
    let (width, height, reach) = (image.width, image.height, Self.reach)
    let stride = width + 2 * reach
    var planes = image.planes.map { $0.padded(byReflecting: reach) }
    var spare = planes
    let exponent = -0.5 / (space * space)
    let weights = [1, 2, 4].map { exp(exponent * Float($0)) }
    let slope = -0.5 / (colour * colour)
    for _ in 0..<times {
      Self.withThree(&spare) { r2, g2, b2 in
        Self.withThree(&planes) { r, g, b in
          Parallel.bands(height, minimumRows: 8) { band in
            for y in band {
              let at = (y + reach) * stride + reach
              let rows = [UnsafePointer<Float>(r.base + at), UnsafePointer(g.base + at), UnsafePointer(b.base + at)]
              let out = [r2.base + at, g2.base + at, b2.base + at]
              Self.call(rows, out) { rows, out in
                ck_bilateral(rows, stride, weights, slope, out, width)
              }
            }
          }
        }
      }
      swap(&planes, &spare)
      for index in planes.indices { Self.frame(&planes[index]) }
    }
    return RasterImage(planes: planes).cropped(columns: reach..<reach + width, rows: reach..<reach + height)
  }

  /// C's arrays of pointers are arrays of optional ones.
  private static func call(
    _ rows: [UnsafePointer<Float>?], _ out: [UnsafeMutablePointer<Float>?],
    _ body: (UnsafePointer<UnsafePointer<Float>?>, UnsafePointer<UnsafeMutablePointer<Float>?>) -> Void
  ) {
    rows.withUnsafeBufferPointer { rows in
      out.withUnsafeBufferPointer { out in
        guard let rows = rows.baseAddress, let out = out.baseAddress else { return }
        body(rows, out)
      }
    }
  }

  private static func withThree(
    _ planes: inout [Plane], _ body: (SharedRows<Float>, SharedRows<Float>, SharedRows<Float>) -> Void
  ) {
    var (first, second, third) = (planes[0], planes[1], planes[2])
    planes.removeAll(keepingCapacity: true)
    withMutableRows(&first, &second, &third, body)
    planes += [first, second, third]
  }

  /// Mirrors the samples inside the frame into it.
  private static func frame(_ plane: inout Plane) {
    let stride = plane.width
    let (width, height) = (stride - 2 * reach, plane.height - 2 * reach)
    func outside(_ count: Int) -> [(to: Int, from: Int)] {
      (1...reach).flatMap { [-$0, count - 1 + $0] }.map {
        ($0 + reach, (Border.reflect.index($0, count: count) ?? 0) + reach)
      }
    }
    let columns = outside(width)
    plane.samples.withUnsafeMutableBufferPointer { samples in
      for y in reach..<reach + height {
        for (to, from) in columns { samples[y * stride + to] = samples[y * stride + from] }
      }
      for (to, from) in outside(height) {
        for x in 0..<stride { samples[to * stride + x] = samples[from * stride + x] }
      }
    }
  }
}
