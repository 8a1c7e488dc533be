import Foundation
import ImageCodec
import Raster

/// Saving as lossy WebP and reading it again, by the machine's libwebp, if it has one.
public enum WebP {
  private typealias Encode =
    @convention(c) (
      UnsafePointer<UInt8>?, Int32, Int32, Int32, Float, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?
    ) -> Int
  private typealias Decode =
    @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?)
    -> UnsafeMutablePointer<UInt8>?
  private typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void

  /// The three functions of libwebp's simple interface (1.x).
  private struct Library: Sendable {
    let encode: Encode
    let decode: Decode
    let free: Free
  }

  #if os(macOS)
    private static let names = ["/opt/homebrew/lib/libwebp.dylib", "/usr/local/lib/libwebp.dylib", "libwebp.dylib"]
  #else
    private static let names = ["libwebp.so.7", "libwebp.so"]
  #endif

  private static let library: Library? = {
    guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
      let encode = dlsym(handle, "WebPEncodeRGB"), let decode = dlsym(handle, "WebPDecodeRGB"),
      let free = dlsym(handle, "WebPFree")
    else { return nil }
    return Library(
      encode: unsafeBitCast(encode, to: Encode.self), decode: unsafeBitCast(decode, to: Decode.self),
      free: unsafeBitCast(free, to: Free.self))
  }()

  /// Whether libwebp is here.
  public static var isAvailable: Bool { library != nil }

  /// - Throws: `HandlingError.unavailable` without libwebp, `.failed` for a picture that it refuses (sides over 16383).
  static func resave(_ image: RasterImage, quality: Float, handling: String) throws(HandlingError) -> RasterImage {
    guard let library else {
      throw .unavailable(handling: handling, reason: "libwebp is not installed (Debian: libwebp7)")
    }
    let (width, height) = (image.width, image.height)
    var file: UnsafeMutablePointer<UInt8>?
    defer { library.free(file) }
    let size = image.interleavedLevels.withUnsafeBufferPointer {
      library.encode($0.baseAddress, Int32(width), Int32(height), Int32(3 * width), quality, &file)
    }
    guard size > 0 else { throw .failed(handling: handling, reason: "libwebp cannot save \(width)×\(height) pixels") }
    var (foundWidth, foundHeight): (Int32, Int32) = (0, 0)
    let pixels = library.decode(file, size, &foundWidth, &foundHeight)
    defer { library.free(pixels) }
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
