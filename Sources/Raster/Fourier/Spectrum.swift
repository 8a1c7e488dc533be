/// The discrete Fourier transform of a real plane: the half that the other half mirrors.
///
/// Element `(u, v)` is the sum over `x, y` of `sample(x, y) · exp(−2πi (u·x / width + v·y / height))`, without any scale
/// factor, for `u` in `0...width / 2` and `v` in `0..<height` (rows above `height / 2` hold the negative frequencies
/// `v − height`). The rest follows from `F(width − u, height − v) = conj F(u, v)`.
public struct Spectrum: Sendable, Equatable {
  /// Size of the plane that was transformed, in pixels.
  public let width: Int
  public let height: Int
  /// `columns * height` real parts, row after row.
  public var real: ContiguousArray<Float>
  /// `columns * height` imaginary parts, row after row.
  public var imaginary: ContiguousArray<Float>

  /// Columns that are kept: `width / 2 + 1`.
  public var columns: Int { width / 2 + 1 }

  /// A spectrum of nothing, for a plane of the given size.
  ///
  /// - Precondition: both sides are positive.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a spectrum has at least one element")
    self.width = width
    self.height = height
    real = ContiguousArray(repeating: 0, count: (width / 2 + 1) * height)
    imaginary = real
  }

  /// |F|² of every element, row after row: `columns × height` samples.
  public var power: Plane {
    var plane = Plane(width: columns, height: height)
    plane.samples.withUnsafeMutableBufferPointer { out in
      real.withUnsafeBufferPointer { re in
        imaginary.withUnsafeBufferPointer { im in
          for index in 0..<out.count { out[index] = re[index] * re[index] + im[index] * im[index] }
        }
      }
    }
    return plane
  }

  /// Multiplies every element by a real factor.
  ///
  /// - Parameter factors: `columns × height` samples.
  public mutating func multiply(by factors: Plane) {
    precondition(factors.width == columns && factors.height == height, "factors must have the size of the spectrum")
    real.multiply(by: factors.samples)
    imaginary.multiply(by: factors.samples)
  }
}

extension ContiguousArray<Float> {
  fileprivate mutating func multiply(by factors: ContiguousArray<Float>) {
    withUnsafeMutableBufferPointer { values in
      factors.withUnsafeBufferPointer { factors in
        for index in values.indices { values[index] *= factors[index] }
      }
    }
  }
}
