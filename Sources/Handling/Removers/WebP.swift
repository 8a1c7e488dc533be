import ImageCodec
import Raster

/// Saving as lossy WebP and reading it again, by the machine's libwebp, if it has one.
enum WebP {
  /// - Throws: `HandlingError.unavailable` without libwebp, `.failed` for a picture that it refuses (sides over 16383).
  static func resave(_ image: RasterImage, quality: Float, handling: String) throws(HandlingError) -> RasterImage {
    guard let library = WebPLibrary.shared else {
      throw .unavailable(handling: handling, reason: "libwebp is not installed (Debian: libwebp7)")
    }
    let (width, height) = (image.width, image.height)
    let file = image.interleavedLevels.withUnsafeBufferPointer {
      library.encode($0, channels: 3, width: width, height: height, quality: quality)
    }
    guard let file else { throw .failed(handling: handling, reason: "libwebp cannot save \(width)×\(height) pixels") }
    let decoded = library.decode(file, channels: 3, width: width, height: height) { pixels in
      nonisolated(unsafe) let levels = pixels
      return RasterImage(
        planes: (0..<3).map { channel in
          Plane(width: width, height: height) { out in
            Parallel.bands(height) { band in
              for index in band.lowerBound * width..<band.upperBound * width {
                out.base[index] = Float(levels[3 * index + channel]) / 255
              }
            }
          }
        })
    }
    guard let decoded else { throw .failed(handling: handling, reason: "libwebp cannot read what it wrote") }
    return decoded
  }
}
