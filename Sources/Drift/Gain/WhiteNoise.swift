import Foundation
import Raster

/// White Gaussian noise that is added to one picture at any strength and rounded to levels, as an 8-bit file holds it.
///
/// The normal samples are Box and Muller's (1958) with radius and angle each drawn from 4096 equally probable values, which fills
/// a picture ten times as fast as logarithms and cosines would and cannot be told from the continuous law at 8 bits.
struct WhiteNoise: Sendable {
  private let width, height, channels: Int
  /// The picture's samples in levels of 255, pixel after pixel.
  private let levels: ContiguousArray<Float>
  /// As many standard normal samples.
  private let normals: ContiguousArray<Float>

  /// - Parameters:
  ///   - picture: sRGB-encoded 0…1; a grey one gets grey noise.
  ///   - seed: another seed gives other noise.
  init(on picture: RasterImage, seed: UInt64) {
    (width, height, channels) = (picture.width, picture.height, picture.channels)
    let (channels, area) = (channels, width * height)
    levels = ContiguousArray(unsafeUninitializedCapacity: area * channels) { buffer, count in
      for (channel, plane) in picture.planes.enumerated() {
        for index in 0..<area { buffer[index * channels + channel] = 255 * plane.samples[index] }
      }
      count = area * channels
    }
    normals = Self.normals(area * channels, seed: seed)
  }

  /// The picture with noise of standard deviation `sigma`, in levels of 255, clipped to 0…255.
  func picture(sigma: Double) -> PackedImage {
    let sigma = Float(sigma)
    let noisy = ContiguousArray<UInt8>(unsafeUninitializedCapacity: levels.count) { buffer, count in
      for index in levels.indices {
        buffer[index] = UInt8(min(255, max(0, (levels[index] + sigma * normals[index]).rounded())))
      }
      count = levels.count
    }
    return PackedImage(levels: noisy, step: channels, width: width, height: height, channels: channels)
  }

  private static let bits: UInt64 = 12
  private static let radii: [Float] = (0..<1 << bits).map { index in
    Float((-2 * log((Double(index) + 0.5) / Double(1 << bits))).squareRoot())
  }
  private static let directions: [SIMD2<Float>] = (0..<1 << bits).map { index in
    let angle = 2 * Double.pi * (Double(index) + 0.5) / Double(1 << bits)
    return SIMD2(Float(cos(angle)), Float(sin(angle)))
  }

  private static func normals(_ count: Int, seed: UInt64) -> ContiguousArray<Float> {
    var generator = SeededGenerator(seed: seed, purpose: "white noise")
    let (radii, directions, mask) = (radii, directions, (1 << bits) - 1 as UInt64)
    var normals = ContiguousArray<Float>()
    normals.reserveCapacity(count + 3)
    while normals.count < count {
      var random = generator.next()
      for _ in 0..<2 {
        let pair = radii[Int(random & mask)] * directions[Int(random >> bits & mask)]
        normals.append(pair.x)
        normals.append(pair.y)
        random >>= 2 * bits
      }
    }
    normals.removeLast(normals.count - count)
    return normals
  }
}
