import CDynamic
import Foundation
import ImageCodec
import Raster

/// Saving as lossy WebP and reading it again, by the machine's libwebp, if it has one.
package enum WebP {
  #if os(macOS)
    private static let names = ["/opt/homebrew/lib/libwebp.dylib", "/usr/local/lib/libwebp.dylib", "libwebp.dylib"]
  #else
    private static let names = ["libwebp.so.7", "libwebp.so"]
  #endif

  /// libwebp's functions; written once, and safe to call from any thread.
  private static let library: lacquer_webp? = {
    let candidates = names.map { strdup($0) }
    defer { for candidate in candidates { free(candidate) } }
    var library = lacquer_webp()
    let isOpen = lacquer_webp_open(candidates.map { UnsafePointer($0) } + [nil], &library)
    return isOpen ? library : nil
  }()

  /// Whether libwebp is here.
  package static var isAvailable: Bool { library != nil }

  /// - Throws: `HandlingError.unavailable` without libwebp, `.failed` for a picture that it refuses (sides over 16383).
  static func resave(_ image: RasterImage, quality: Float, handling: String) throws(HandlingError) -> RasterImage {
    guard let library else {
      throw .unavailable(handling: handling, reason: "libwebp is not installed (Debian: libwebp7)")
    }
    let (width, height) = (image.width, image.height)
    var file: UnsafeMutablePointer<UInt8>?
    defer { library.release(file) }
    let size = image.interleavedLevels.withUnsafeBufferPointer {
      library.encode_rgb($0.baseAddress, Int32(width), Int32(height), Int32(3 * width), quality, &file)
    }
    guard size > 0 else { throw .failed(handling: handling, reason: "libwebp cannot save \(width)×\(height) pixels") }
    var (foundWidth, foundHeight): (Int32, Int32) = (0, 0)
    let pixels = library.decode_rgb(file, size, &foundWidth, &foundHeight)
    defer { library.release(pixels) }
    guard let pixels, foundWidth == Int32(width), foundHeight == Int32(height) else {
      throw .failed(handling: handling, reason: "libwebp cannot read what it wrote")
    }
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
}
