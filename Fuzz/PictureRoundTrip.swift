import ImageCodec
import ImageContainer
import Raster

/// Read, edit, write, read: what every picture format promises.
enum PictureRoundTrip {
  /// Larger pictures only cost time.
  private static let options = ReadOptions(maxPixels: 1 << 18, maxAncillaryBytes: 1 << 20, maxProfileBytes: 1 << 20)

  static func run(_ bytes: [UInt8], _ format: ImageFormat) {
    guard ImageFormat(signatureOf: bytes) == format, let artwork = try? ImageCodec.read(bytes, options: options) else {
      return
    }
    if let header = try? ImageCodec.readHeader(bytes, options: options) {
      precondition(header.width == artwork.width && header.height == artwork.height, "header and picture differ")
    }
    let edited = changed(artwork.samples)
    guard let file = try? ImageCodec.rewrite(bytes, as: artwork, samples: edited) else { return }
    guard let again = try? ImageCodec.read(file.bytes, options: options) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again.width == artwork.width && again.height == artwork.height, "the size changed")
    precondition(again.orientation == artwork.orientation, "the orientation changed")
    if format == .png { precondition(again.samples == edited, "a PNG has other samples than were written") }
    if let picture = try? artwork.workingCopy() {
      precondition(picture.width == artwork.uprightWidth && picture.height == artwork.uprightHeight, "upright size")
    }
  }

  /// Every seventh sample is a level higher or lower.
  private static func changed(_ samples: Samples) -> Samples {
    switch samples {
    case .eight(var values):
      for index in stride(from: 0, to: values.count, by: 7) { values[index] ^= 1 }
      return .eight(values)
    case .sixteen(var values):
      for index in stride(from: 0, to: values.count, by: 7) { values[index] ^= 1 }
      return .sixteen(values)
    }
  }
}
