import CDynamic
import Foundation
import ImageContainer

/// The library that reads a kind of file; opened when the first such file is read.
package enum SourceLibrary {
  /// The library's name, and the package that brings it on Debian.
  package static func name(of format: SourceFormat) -> (library: String, package: String) {
    switch format {
    case .tiff: ("libtiff", "libtiff6")
    case .heif: ("libheif", "libheif1")
    case .jpegXL: ("libjxl", "libjxl0.7")
    }
  }

  /// Whether it can be opened.
  package static func isInstalled(_ format: SourceFormat) -> Bool {
    withCandidates(format) { candidates in
      switch format {
      case .tiff: lacquer_tiff_open(candidates)
      case .heif: lacquer_heif_open(candidates)
      case .jpegXL: lacquer_jxl_open(candidates)
      }
    }
  }

  /// The names under which systems have it, newest first.
  private static func names(_ format: SourceFormat) -> [String] {
    #if os(macOS)
      let file = format == .tiff ? "libtiff" : format == .heif ? "libheif" : "libjxl"
      return ["/opt/homebrew/lib/\(file).dylib", "/usr/local/lib/\(file).dylib", "\(file).dylib"]
    #else
      switch format {
      case .tiff: return ["libtiff.so.6", "libtiff.so.5"]
      case .heif: return ["libheif.so.1"]
      case .jpegXL: return ["libjxl.so.0.11", "libjxl.so.0.10", "libjxl.so.0.9", "libjxl.so.0.8", "libjxl.so.0.7"]
      }
    #endif
  }

  /// Decodes a file, or reads its header.
  ///
  /// - Parameter take: gets what was read, which is released afterwards.
  /// - Throws: `ImageCodecError`.
  static func read<Result>(
    _ bytes: [UInt8], _ format: SourceFormat, headerOnly: Bool, options: ReadOptions,
    _ take: (lacquer_foreign_picture) throws(ImageCodecError) -> Result
  ) throws(ImageCodecError) -> Result {
    var picture = lacquer_foreign_picture()
    var message: UnsafeMutablePointer<CChar>?
    let outcome = withCandidates(format) { candidates in
      let read =
        switch format {
        case .tiff: lacquer_tiff_read
        case .heif: lacquer_heif_read
        case .jpegXL: lacquer_jxl_read
        }
      return read(candidates, bytes, bytes.count, UInt64(max(0, options.maxPixels)), headerOnly, &picture, &message)
    }
    defer {
      lacquer_foreign_free(&picture)
      free(message)
    }
    let why = message.map { String(cString: $0) } ?? ""
    switch outcome {
    case LACQUER_FOREIGN_READ:
      try options.check(width: Int(picture.width), height: Int(picture.height))
      return try take(picture)
    case LACQUER_FOREIGN_NO_LIBRARY:
      let (library, package) = name(of: format)
      throw .unavailable(library, package: package)
    case LACQUER_FOREIGN_SEVERAL:
      throw .unsupported("a \(format.name) file of \(picture.width) or more pictures; save each as a file of its own")
    case LACQUER_FOREIGN_TOO_LARGE:
      try options.check(width: Int(picture.width), height: Int(picture.height))
      throw .limit("\(picture.width)×\(picture.height) pixels are too many")
    case LACQUER_FOREIGN_UNSUPPORTED: throw .unsupported(why)
    default: throw .damaged("\(format.name): \(why)")
    }
  }

  private static func withCandidates<Result>(
    _ format: SourceFormat, _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    let names = names(format).map { strdup($0) }
    defer { for name in names { free(name) } }
    return body(names.map { UnsafePointer($0) } + [nil])
  }
}
