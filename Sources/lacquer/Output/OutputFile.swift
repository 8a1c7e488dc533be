import Files
import Foundation
import Portfolio

/// Writes one output of a command that works without the batch's log.
enum OutputFile {
  /// Writes a file whole or not at all, and reads it back; folders are made as needed, and an original that is written over
  /// is copied beside it first.
  ///
  /// - Parameters:
  ///   - original: the bytes of the input, for the copy.
  ///   - source: the path of the input, whose permissions the output does not widen.
  ///   - replace: whether an output that is there may be replaced.
  static func write(
    _ bytes: [UInt8], madeOf original: [UInt8], at source: String, to path: String, _ destination: Destination,
    replace: Bool = false
  ) throws {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    var existing: AtomicFile.Existing = replace ? .replace : .refuse
    var permissions = Permissions.noWider(than: source)
    if case .inPlace(let suffix) = destination {
      permissions = .same(as: source)
      try AtomicFile.write(original, to: path + suffix, permissions: permissions)
      existing = .replace
    }
    try AtomicFile.write(bytes, to: path, existing: existing, permissions: permissions) { temporary in
      guard try AtomicFile.read(temporary) == bytes else {
        throw PortfolioError.notWritten(path)
      }
    }
  }
}
