import Files
import Foundation

/// The file beside a picture that holds its Content Credentials: NAME.c2pa for NAME.png, where c2patool and libc2pa look for it.
package enum SidecarFile {
  private static let ending = "c2pa"
  /// Endings of pictures whose sidecars would have the same name.
  private static let pictures = ["png", "jpg", "jpeg", "webp"]

  static func path(of picture: String) -> String {
    ((picture as NSString).deletingPathExtension as NSString).appendingPathExtension(ending) ?? picture + ".c2pa"
  }

  package static func isThere(for picture: String) -> Bool { FileManager.default.fileExists(atPath: path(of: picture)) }

  /// The manifest beside a picture; `nil` without one.
  static func read(besides picture: String) -> [UInt8]? { try? AtomicFile.read(path(of: picture), limit: 1 << 26) }

  /// Writes a manifest beside a picture, in place of an earlier one of the same picture.
  ///
  /// - Throws: `PortfolioError.exists` where the sidecar may be that of another picture of the name, `FileError`.
  static func write(_ manifest: [UInt8], beside picture: String) throws {
    let sidecar = path(of: picture)
    if FileManager.default.fileExists(atPath: sidecar), hasNamesake(picture) { throw PortfolioError.exists(sidecar) }
    try AtomicFile.write(manifest, to: sidecar)
  }

  /// Whether a picture of another format has the name.
  private static func hasNamesake(_ picture: String) -> Bool {
    let stem = (picture as NSString).deletingPathExtension
    let own = (picture as NSString).pathExtension.lowercased()
    return pictures.contains { $0 != own && FileManager.default.fileExists(atPath: stem + "." + $0) }
  }
}
