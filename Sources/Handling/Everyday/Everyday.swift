import Foundation
import ImageCodec
import Raster

extension Handling {
  /// What a picture goes through every day: the handlings that scores are made over unless others are named.
  package static let everyday: [Handling] = [
    Handling(name: "none", kind: .everyday, packed: { $0 }),
    jpeg(quality: 90), jpeg(quality: 75), jpeg(quality: 50),
    Handling(
      name: "half", kind: .everyday,
      packed: { picture in
        let size = (max(1, picture.width / 2), max(1, picture.height / 2))
        return PackedImage(
          SeparableMap.resize(width: picture.width, height: picture.height, to: size.0, size.1)(picture)
        ).inLevels
      }),
    longSide(512), longSide(768),
    blur(sigma: 1), blur(sigma: 2),
    crop(percent: 10),
  ]

  /// libjpeg at this quality with 4:2:0 chroma.
  private static func jpeg(quality: Int) -> Handling {
    Handling(
      name: "jpeg-\(quality)", kind: .everyday,
      packed: { picture in
        let file = try ImageCodec.encodeJPEG(
          picture.interleavedRGB, width: picture.width, height: picture.height, channels: 3, quality: quality)
        return try ImageCodec.read(file).packedWorkingCopy()
      })
  }

  /// The long side brought down to this many pixels, bicubic; smaller pictures stay as they are.
  private static func longSide(_ side: Int) -> Handling {
    Handling(name: "\(side)", kind: .everyday) { $0.shrunk(toLongSide: side).eightBit }
  }

  /// Gaussian blur, σ in pixels.
  private static func blur(sigma: Int) -> Handling {
    Handling(name: "blur-\(sigma)", kind: .everyday) { image in
      SeparableMap.gaussian(width: image.width, height: image.height, sigma: Double(sigma))(image).eightBit
    }
  }

  /// This share of the width and of the height is lost, all of it at the top left.
  private static func crop(percent: Int) -> Handling {
    Handling(name: "crop-\(percent)", kind: .everyday) { image in
      let (width, height) = (image.width, image.height)
      return image.cropped(columns: width * percent / 100..<width, rows: height * percent / 100..<height)
    }
  }
}
