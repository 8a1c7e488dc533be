import Files
import Foundation
import ImageCodec
import Raster

/// Makes manifests: looks for pictures and reads the headers of their files, without decoding one.
package struct ManifestSurvey {
  /// What was found.
  package struct Tally: Sendable {
    package var pictures = 0
    /// Pictures whose header cannot be read, which have a line nevertheless: a shard has to say that they fail.
    package var unreadable = 0
    /// Pictures of kinds that Lacquer does not read, by kind.
    package var unsupported: [String: Int] = [:]
    package var bytes = 0
    package var pixels = 0
    /// Seconds of one core.
    package var cost = 0.0
    /// What could not be looked at, with the reason.
    package var failures: [PortfolioError] = []
  }

  /// Files whose headers are read before their lines are written.
  private static let window = 4096

  /// Bytes in which most headers lie.
  private static let headLength = 256 << 10

  /// Writes the manifest of all pictures below a folder.
  ///
  /// Memory is that of one folder's names and one window of files.
  ///
  /// - Parameters:
  ///   - converting: whether kinds count that are read only to become another.
  /// - Throws: `FileError`.
  package static func write(
    _ folder: String, to path: String, include: [String] = [], exclude: [String] = [], converting: Bool = false
  ) throws -> Tally {
    var tally = Tally()
    guard FileIdentity(folder)?.isFolder == true else {
      tally.failures.append(.noSuchFile(folder))
      return tally
    }
    let writer = try LineWriter(for: path)
    try writer.add(Manifest.head(base: folder))
    var window: [InputFile] = []
    // A walk cannot throw: the first failure of writing is kept, and the rest of the walk is for nothing.
    var failure: FileError?
    func flush() {
      guard failure == nil else { return }
      do throws(FileError) {
        for entry in Parallel.map(window, entry) { try add(entry, to: writer, &tally) }
      } catch {
        failure = error
      }
      window.removeAll(keepingCapacity: true)
    }
    let filter = NameFilter(recursive: true, include: include, exclude: exclude, converting: converting)
    var walk = FolderWalk(filter)
    walk.run(folder) { finding in
      switch finding {
      case .input(let input):
        window.append(input)
        if window.count >= Self.window { flush() }
      case .failure(_, let error): tally.failures.append(error)
      case .unsupported(_, let kind): tally.unsupported[kind, default: 0] += 1
      case .leftOut, .notEntered: break
      }
    }
    flush()
    if let failure { throw failure }
    _ = try writer.commit()
    return tally
  }

  /// Writes the manifest of objects that are only listed, by the length of each: a line `PATH;SIZE` each, as `rclone lsf
  /// --recursive --files-only --format ps` prints.
  ///
  /// - Parameter base: the folder in which they will lie.
  /// - Throws: `FileError`, `FleetError.listing`.
  package static func write(listing: String, base: String, to path: String, converting: Bool = false) throws -> Tally {
    let writer = try LineWriter(for: path)
    try writer.add(Manifest.head(base: base))
    var tally = Tally()
    var number = 0
    try LineReader.read(listing) { line in
      number += 1
      guard !line.isEmpty else { return true }
      guard let separator = line.lastIndex(of: UInt8(ascii: ";")), separator > 0,
        let name = String(validating: line[..<separator], as: UTF8.self),
        let size = Int(String(decoding: line[(separator + 1)...], as: UTF8.self)), size >= 0
      else { throw FleetError.listing(listing, line: number) }
      if PictureKind.isReadable(name, converting: converting) {
        let pixels = CostModel.pixels(bytes: size, name: name)
        try add(ManifestEntry(path: name, size: size, pixels: pixels), to: writer, &tally)
      } else if let kind = PictureKind.unsupported(name) {
        tally.unsupported[kind, default: 0] += 1
      }
      return true
    }
    _ = try writer.commit()
    return tally
  }

  private static func add(
    _ entry: ManifestEntry, to writer: LineWriter, _ tally: inout Tally
  ) throws(FileError) {
    try writer.add(entry.line)
    tally.pictures += 1
    if entry.pixels == 0 { tally.unreadable += 1 }
    tally.bytes += entry.size
    tally.pixels += entry.pixels
    tally.cost += entry.cost
  }

  private static func entry(_ input: InputFile) -> ManifestEntry {
    let size = (try? FileManager.default.attributesOfItem(atPath: input.path)[.size] as? Int).flatMap(\.self) ?? 0
    return ManifestEntry(path: input.relativePath, size: size, pixels: pixels(of: input.path, size: size))
  }

  /// - Returns: 0 if the header cannot be read.
  private static func pixels(of path: String, size: Int) -> Int {
    guard PictureKind.isReadable(path) else { return CostModel.pixels(bytes: size, name: path) }
    func pixels(_ bytes: [UInt8]?) -> Int? {
      guard let bytes, let header = try? ImageCodec.readHeader(bytes) else { return nil }
      return header.width * header.height
    }
    return pixels(try? AtomicFile.read(path, first: headLength))
      ?? (size > headLength ? pixels(try? AtomicFile.read(path)) : nil) ?? 0
  }
}
