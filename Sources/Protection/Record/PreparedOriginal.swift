import ImageCodec
import ImageContainer

/// The file that was protected in place of the original, where that was resized or converted first.
package struct PreparedOriginal: Sendable, Codable, Equatable {
  package let format: ImageFormat
  /// In pixels.
  package let width, height: Int
  /// The length of the file.
  package let bytes: Int

  package init(_ file: PreparedFile) {
    format = file.format
    width = file.width
    height = file.height
    bytes = file.bytes.count
  }
}
