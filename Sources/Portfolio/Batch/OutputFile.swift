import Files
import Foundation

/// The file that a job writes.
struct OutputFile {
  let job: Plan.Job
  let destination: Destination

  /// Whether the output is there already and is exactly this; never so in place.
  func isThere(with bytes: [UInt8]) throws -> Bool {
    if case .inPlace = destination { return false }
    guard FileManager.default.fileExists(atPath: job.output) else { return false }
    return try AtomicFile.read(job.output) == bytes
  }

  /// - Throws: `PortfolioError.exists` if something is there that may not be replaced.
  func check(_ overwrite: Overwrite) throws(PortfolioError) {
    if case .inPlace = destination { return }
    guard FileManager.default.fileExists(atPath: job.output) else { return }
    switch overwrite {
    case .always: return
    case .ifNewer where Self.modified(job.input.path) > Self.modified(job.output): return
    case .ifNewer, .never: throw .exists(job.output)
    }
  }

  /// Writes the output, and in place its backup first.
  ///
  /// - Parameter record: called when the file is safely on the disk, before it gets its name.
  func write(_ bytes: [UInt8], original: [UInt8], record: () throws -> Void) throws {
    let folder = (job.output as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder.isEmpty ? "." : folder, withIntermediateDirectories: true)
    } catch {
      throw PortfolioError.cannotWrite(folder, error.localizedDescription)
    }
    var permissions = Permissions.noWider(than: job.input.path)
    if case .inPlace(let suffix) = destination {
      let backup = job.output + suffix
      guard !FileManager.default.fileExists(atPath: backup) else { throw PortfolioError.exists(backup) }
      permissions = .same(as: job.input.path)
      try AtomicFile.write(original, to: backup, permissions: permissions)
    }
    try AtomicFile.write(bytes, to: job.output, existing: .replace, permissions: permissions) { temporary in
      // Judged is what lies on the disk, not what was meant to be written.
      guard try AtomicFile.read(temporary) == bytes else {
        throw PortfolioError.notWritten(job.output)
      }
      try record()
    }
  }

  /// When a file was last written; the distant past if it is not there.
  private static func modified(_ path: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }
}
