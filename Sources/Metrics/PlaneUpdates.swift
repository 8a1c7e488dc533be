import CKernels
import Raster

/// Kernels over whole planes of the same size.
extension Plane {
  typealias Samples = UnsafeMutablePointer<Float>

  mutating func update(_ body: (Samples, Int) -> Void) {
    samples.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      body(base, buffer.count)
    }
  }

  mutating func update(with other: Plane, _ body: (Samples, UnsafePointer<Float>, Int) -> Void) {
    update { samples, count in other.withRows { body(samples, $0.base, count) } }
  }

  mutating func update(with other: inout Plane, _ body: (Samples, Samples, Int) -> Void) {
    update { samples, count in other.update { other, _ in body(samples, other, count) } }
  }

  mutating func update(
    with a: Plane, _ b: Plane, _ body: (Samples, UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Void
  ) {
    update { samples, count in
      a.withRows { a in b.withRows { body(samples, a.base, $0.base, count) } }
    }
  }

  /// The plane with so many rows and columns of `value` round about.
  func padded(by border: Int, with value: Float) -> Plane {
    let stride = width + 2 * border
    var padded = Plane(width: stride, height: height + 2 * border, repeating: value)
    padded.update { out, _ in
      withRows { source in
        for y in 0..<height { (out + (y + border) * stride + border).update(from: source[y], count: width) }
      }
    }
    return padded
  }

  /// Means of 2×2 samples; the last row and column are repeated where a side is odd.
  var halvedRepeatingLast: Plane {
    let half = (width: (width + 1) / 2, height: (height + 1) / 2)
    return Plane(width: half.width, height: half.height) { out in
      withRows { rows in
        Parallel.bands(half.height) { band in
          for y in band {
            let second = min(2 * y + 1, rows.height - 1)
            ck_halve(rows[2 * y], rows[second], out.base + y * half.width, rows.width)
          }
        }
      }
    }
  }
}

extension RasterImage {
  /// The picture at half size: see `Plane.halvedRepeatingLast`.
  var halvedRepeatingLast: RasterImage { RasterImage(planes: planes.map(\.halvedRepeatingLast)) }
}
