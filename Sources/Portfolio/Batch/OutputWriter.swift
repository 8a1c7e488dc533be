import Files
import Foundation
import ImageCodec
import Protection

/// Writes the output of one job.
struct OutputWriter {
  let picture: SourcePicture
  let options: BatchOptions

  private var job: Plan.Job { picture.job }

  /// Whether the output is there already and has exactly these bytes; never so in place.
  func isThere(with bytes: [UInt8]) throws -> Bool {
    try isOccupied && AtomicFile.read(job.output.path) == bytes
  }

  /// Whether something beside the input has the output's name.
  var isOccupied: Bool {
    if case .inPlace = job.destination { return false }
    guard case .file(let path) = job.output else { return false }
    return FileManager.default.fileExists(atPath: path)
  }

  /// Whether there is something that is replaced.
  ///
  /// - Throws: `PortfolioError.exists` if it may not be replaced.
  func mayReplace() throws(PortfolioError) -> Bool {
    if case .inPlace = job.destination { return true }
    // A link that leads nowhere is something, too.
    guard case .file(let path) = job.output,
      FileManager.default.fileExists(atPath: path) || FileIdentity.isLink(path)
    else { return false }
    switch options.overwrite {
    case .always: return true
    case .ifNewer where FileIdentity.isNewer(job.input.path, than: path): return true
    case .ifNewer, .never: throw .exists(path)
    }
  }

  /// Finds out without writing what would stop an output from being written.
  ///
  /// - Throws: `PortfolioError`, `FileError`.
  func demandWritable() throws {
    guard case .file(let path) = job.output else { return }
    if case .inPlace(let suffix) = job.destination { try demandReplaceable(path, backup: path + suffix) }
    try AtomicFile.demandWritable(beside: path)
  }

  /// Writes the output, and in place its backup first.
  ///
  /// - Parameters:
  ///   - replacing: whether something that is there may be replaced, also if it came there meanwhile.
  ///   - record: called when the file is safely on the disk, before it gets its name.
  /// - Throws: `PortfolioError`, `ImageCodecError.file`, what `record` throws.
  func write(_ bytes: [UInt8], replacing: Bool, record: () throws -> Void) throws {
    switch (job.output, job.destination) {
    case (.standardOutput, _):
      try record()
      do {
        try FileHandle.standardOutput.write(contentsOf: Data(bytes))
      } catch {
        throw PortfolioError.cannotWrite("standard output", FileError.reason(of: error))
      }
    case (.file(let path), .inPlace(let suffix)):
      try replace(path, with: bytes, backup: path + suffix, record: record)
    case (.file(let path), _):
      try makeFolder(of: path)
      do {
        try AtomicFile.write(bytes, to: path, existing: replacing ? .replace : .refuse) { temporary in
          try check(temporary, bytes)
          if options.preserves { attributes?.apply(to: temporary) }
          try record()
        }
      } catch  where !replacing && FileManager.default.fileExists(atPath: path) && error is FileError {
        // Another run may have written the same output meanwhile.
        guard try isThere(with: bytes) else { throw PortfolioError.exists(path) }
      }
    }
  }

  private var attributes: FileAttributes? {
    guard case .file(let path, _) = job.input else { return nil }
    return FileAttributes(of: path)
  }

  private func makeFolder(of path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder.isEmpty ? "." : folder, withIntermediateDirectories: true)
    } catch {
      if case .disk(let text) = FileError.system("cannot write \(folder)", error) { throw FileError.disk(text) }
      throw PortfolioError.cannotWrite(folder, FileError.reason(of: error))
    }
  }

  /// Judged is what lies on the disk, not what was meant to be written.
  private func check(_ temporary: String, _ bytes: [UInt8]) throws {
    guard try AtomicFile.read(temporary) == bytes else { throw PortfolioError.notWritten(job.output.path) }
  }

  // MARK: - In place

  private func replace(_ path: String, with bytes: [UInt8], backup: String, record: () throws -> Void) throws {
    let attributes = FileAttributes(of: path)
    let isLinked = (attributes?.names ?? 1) > 1
    try demandReplaceable(path, backup: backup)
    try keep(backup, attributes)
    guard !isLinked else {
      try checkUnchanged(path)
      try record()
      return try Self.writeThrough(bytes, to: path)
    }
    try AtomicFile.write(bytes, to: path, existing: .replace) { temporary in
      try check(temporary, bytes)
      attributes?.apply(to: temporary)
      try checkUnchanged(path)
      try record()
    }
  }

  /// - Throws: `PortfolioError` for a file with several names that is not to be written through, and for a backup of another
  ///   picture. A backup that has the original's bytes is that of a run that was cut off.
  private func demandReplaceable(_ path: String, backup: String) throws {
    if options.hardLinks == .refuse, FileAttributes(of: path)?.names ?? 1 > 1 { throw PortfolioError.hardLinked(path) }
    guard FileManager.default.fileExists(atPath: backup) else { return }
    guard try AtomicFile.read(backup) == picture.bytes else { throw PortfolioError.otherBackup(backup) }
  }

  /// Copies the original to its backup, unless it is there.
  private func keep(_ backup: String, _ attributes: FileAttributes?) throws {
    guard !FileManager.default.fileExists(atPath: backup) else { return }
    try AtomicFile.write(picture.bytes, to: backup) { attributes?.apply(to: $0) }
  }

  /// - Throws: `PortfolioError.changedMeanwhile` if the file is not the one that was read.
  private func checkUnchanged(_ path: String) throws {
    guard try AtomicFile.read(path) == picture.bytes else { throw PortfolioError.changedMeanwhile(path) }
  }

  /// Writes into a file, which keeps its names.
  private static func writeThrough(_ bytes: [UInt8], to path: String) throws {
    do {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? file.close() }
      try file.write(contentsOf: Data(bytes))
      try file.truncate(atOffset: UInt64(bytes.count))
      try file.synchronize()
    } catch {
      throw PortfolioError.cannotWrite(path, FileError.reason(of: error))
    }
  }
}
