import Foundation
import ImageCodec
import Raster

/// What happens to a picture between its artist and a training set: resaves, resizes, blurs, crops.
public struct Handling: Sendable, Equatable {
  /// The name that reports and `--handling` use.
  public let name: String
  let operation: Operation

  enum Operation: Sendable, Equatable {
    case none
    /// libjpeg at this quality with 4:2:0 chroma.
    case jpeg(quality: Int)
    /// Both sides times this factor, bicubic.
    case scale(Double)
    /// The long side brought down to this many pixels, bicubic; smaller pictures stay as they are.
    case longSide(Int)
    /// Gaussian blur, σ in pixels.
    case blur(sigma: Double)
    /// This share of the width and of the height is lost, all of it at the top left.
    case crop(share: Double)
  }

  /// What a picture goes through every day: the handlings that scores are made over unless others are named.
  public static let everyday: [Handling] = [
    Handling(name: "none", operation: .none),
    Handling(name: "jpeg-90", operation: .jpeg(quality: 90)),
    Handling(name: "jpeg-75", operation: .jpeg(quality: 75)),
    Handling(name: "jpeg-50", operation: .jpeg(quality: 50)),
    Handling(name: "half", operation: .scale(0.5)),
    Handling(name: "512", operation: .longSide(512)),
    Handling(name: "768", operation: .longSide(768)),
    Handling(name: "blur-1", operation: .blur(sigma: 1)),
    Handling(name: "blur-2", operation: .blur(sigma: 2)),
    Handling(name: "crop-10", operation: .crop(share: 0.1)),
  ]

  /// The handling of that name, if there is one.
  public static func named(_ name: String) -> Handling? {
    everyday.first { $0.name == name }
  }

  /// What is left of the picture. Three sRGB-encoded planes 0…1 in and out; the result has 8-bit levels, as a file would.
  ///
  /// - Throws: `ImageCodecError` if a JPEG cannot be made of it.
  public func callAsFunction(_ image: RasterImage) throws -> RasterImage {
    let (width, height) = (image.width, image.height)
    switch operation {
    case .none: return image
    case .jpeg(let quality): return try Self.resave(image, quality: quality)
    case .scale(let factor):
      let size = (max(1, Int(Double(width) * factor)), max(1, Int(Double(height) * factor)))
      return Self.eightBit(SeparableMap.resize(width: width, height: height, to: size.0, size.1)(image))
    case .longSide(let side): return Self.eightBit(image.shrunk(toLongSide: side))
    case .blur(let sigma):
      return Self.eightBit(SeparableMap.gaussian(width: width, height: height, sigma: sigma)(image))
    case .crop(let share):
      let map = SeparableMap(
        columns: .crop(width, to: Int(Double(width) * share)..<width),
        rows: .crop(height, to: Int(Double(height) * share)..<height))
      return map(image)
    }
  }

  private static func eightBit(_ image: RasterImage) -> RasterImage {
    image.map { (min(1, max(0, $0)) * 255).rounded() / 255 }
  }

  private static func resave(_ image: RasterImage, quality: Int) throws -> RasterImage {
    let file = try ImageCodec.encodeJPEG(
      image.rgb.interleavedLevels, width: image.width, height: image.height, channels: 3, quality: quality)
    return try ImageCodec.read(file).workingCopy()
  }
}
