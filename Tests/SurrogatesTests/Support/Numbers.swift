import Raster
import Surrogates

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// About a normal deviate: the sum of twelve uniform ones.
  mutating func normal() -> Float {
    (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &self) }
  }

  mutating func tensor(_ shape: [Int], scale: Float = 1, shift: Float = 0) -> Tensor {
    Tensor(shape: shape, elements: ContiguousArray((0..<shape.elementCount).map { _ in normal() * scale + shift }))
  }

  /// A picture of smooth blobs and noise, within 0…1.
  mutating func picture(width: Int, height: Int) -> RasterImage {
    RasterImage(
      planes: (0..<3).map { channel in
        Plane(
          width: width, height: height,
          samples: ContiguousArray(
            (0..<width * height).map { index in
              let (x, y) = (Float(index % width) / Float(width), Float(index / width) / Float(height))
              let smooth = 0.5 + 0.3 * (x - y) * Float(channel - 1) + 0.2 * (x * y)
              return min(1, max(0, smooth + 0.05 * normal()))
            }))
      })
  }
}

extension Tensor {
  /// ‖a − b‖ / ‖b‖.
  func relativeError(to other: Tensor) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for (a, b) in zip(elements, other.elements) {
      difference += Double(a - b) * Double(a - b)
      norm += Double(b) * Double(b)
    }
    return (difference / max(norm, .leastNormalMagnitude)).squareRoot()
  }
}

extension RasterImage {
  var tensor: Tensor {
    Tensor(shape: [1, channels, height, width], elements: ContiguousArray(planes.flatMap(\.samples)))
  }

  init(_ tensor: Tensor) {
    let (height, width) = (tensor.shape[2], tensor.shape[3])
    self.init(
      planes: (0..<tensor.shape[1]).map { channel in
        Plane(
          width: width, height: height,
          samples: ContiguousArray(tensor.elements[channel * width * height..<(channel + 1) * width * height]))
      })
  }
}
