import Foundation
import ImageContainer

/// Kinds of picture files, by the ending of their names.
package enum PictureKind {
  /// Endings of the kinds that Lacquer reads.
  package static let readable: Set<String> = Set(ImageFormat.allCases.flatMap(\.endings))
  /// Endings of the kinds that are read where they are to become another.
  private static let convertible: Set<String> = Set(SourceFormat.allCases.flatMap(\.endings))

  /// Endings of other pictures, with the name of their kind.
  private static let others: [String: String] = [
    "gif": "gif", "tif": "tiff", "tiff": "tiff", "heic": "heic", "heif": "heic", "avif": "avif",
    "jxl": "jxl", "jp2": "jp2", "j2k": "jp2", "bmp": "bmp", "psd": "psd", "psb": "psd", "xcf": "xcf", "kra": "kra",
    "clip": "clip", "ora": "ora", "svg": "svg", "exr": "exr", "tga": "tga", "qoi": "qoi", "dng": "raw", "cr2": "raw",
    "cr3": "raw", "nef": "raw", "arw": "raw", "raf": "raw", "orf": "raw", "rw2": "raw",
  ]

  /// Whether a file of this name is one that Lacquer reads.
  ///
  /// - Parameter converting: whether it may be of a kind that is read only to become another.
  package static func isReadable(_ name: String, converting: Bool = false) -> Bool {
    readable.contains(ending(name)) || converting && convertible.contains(ending(name))
  }

  /// The kind of a picture that Lacquer cannot read; `nil` for readable ones and for what is no picture.
  package static func unsupported(_ name: String) -> String? { others[ending(name)] }

  /// What makes a picture of such a kind readable.
  package static func remedy(_ kind: String) -> String {
    isConvertible(kind)
      ? "protect converts it with --to png, jpeg or webp" : "save it as PNG, or as JPEG of high quality, first"
  }

  /// Whether a kind that `unsupported` names is read where it is to become another.
  package static func isConvertible(_ kind: String) -> Bool { convertible.contains(kind) }

  private static func ending(_ name: String) -> String { (name as NSString).pathExtension.lowercased() }
}
