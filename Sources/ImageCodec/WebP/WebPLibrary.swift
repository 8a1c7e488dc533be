import CDynamic
import Foundation

/// libwebp, opened when the first WebP file is read or written; nothing else needs it.
package struct WebPLibrary: Sendable {
  #if os(macOS)
    private static let names = ["/opt/homebrew/lib/libwebp.dylib", "/usr/local/lib/libwebp.dylib", "libwebp.dylib"]
  #else
    private static let names = ["libwebp.so.7", "libwebp.so"]
  #endif

  /// The library's functions: written once, and safe to call from any thread.
  private let functions: lacquer_webp

  /// `nil` where no libwebp is installed.
  package static let shared: WebPLibrary? = {
    let candidates = names.map { strdup($0) }
    defer { for candidate in candidates { free(candidate) } }
    var functions = lacquer_webp()
    let isOpen = lacquer_webp_open(candidates.map { UnsafePointer($0) } + [nil], &functions)
    return isOpen ? WebPLibrary(functions: functions) : nil
  }()

  /// - Throws: `ImageCodecError.unavailable` with the package's name.
  static func required() throws(ImageCodecError) -> WebPLibrary {
    guard let library = shared else { throw .unavailable("libwebp", package: "libwebp7") }
    return library
  }

  /// The largest side that the format has, in pixels.
  package static let maximumSide = 16383

  /// Decodes a file to interleaved 8-bit samples.
  ///
  /// - Parameters:
  ///   - channels: 3 for RGB, 4 for RGB with alpha that is not premultiplied.
  ///   - take: Gets the samples, whose memory is released afterwards.
  /// - Returns: `nil` for a damaged file, or one of another size.
  package func decode<Result>(
    _ file: [UInt8], channels: Int, width: Int, height: Int, _ take: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    var (foundWidth, foundHeight): (Int32, Int32) = (0, 0)
    let decode = channels == 4 ? functions.decode_rgba : functions.decode_rgb
    guard let pixels = decode?(file, file.count, &foundWidth, &foundHeight) else { return nil }
    defer { functions.release(pixels) }
    guard foundWidth == Int32(width), foundHeight == Int32(height) else { return nil }
    return take(UnsafeBufferPointer(start: pixels, count: width * height * channels))
  }

  /// Encodes interleaved 8-bit samples as a file without metadata.
  ///
  /// - Parameters:
  ///   - channels: 3 or 4.
  ///   - quality: 0…100; `nil` for lossless, in which fully transparent pixels may lose their hidden colour.
  /// - Returns: `nil` for a picture that libwebp refuses.
  package func encode(
    _ samples: UnsafeBufferPointer<UInt8>, channels: Int, width: Int, height: Int, quality: Float?
  ) -> [UInt8]? {
    var file: UnsafeMutablePointer<UInt8>?
    let (w, h, stride) = (Int32(width), Int32(height), Int32(width * channels))
    let count =
      if let quality {
        (channels == 4 ? functions.encode_rgba : functions.encode_rgb)?(
          samples.baseAddress, w, h, stride, quality, &file) ?? 0
      } else {
        (channels == 4 ? functions.encode_lossless_rgba : functions.encode_lossless_rgb)?(
          samples.baseAddress, w, h, stride, &file) ?? 0
      }
    defer { functions.release(file) }
    guard count > 0, let file else { return nil }
    return Array(UnsafeBufferPointer(start: file, count: count))
  }
}
