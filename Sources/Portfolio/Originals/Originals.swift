import Files
import Foundation
import ImageCodec
import Raster
import Synchronization

/// The untouched files that others are judged against: one file, or a folder in which they are found by path, then by
/// content.
package final class Originals: Sendable {
  /// One of them.
  package struct Original: Sendable {
    package let path: String
    package let bytes: [UInt8]
    /// Whether it was found by what it shows, since no file of the folder has the path.
    package let isFoundByContent: Bool

    package init(path: String, bytes: [UInt8], isFoundByContent: Bool = false) {
      self.path = path
      self.bytes = bytes
      self.isFoundByContent = isFoundByContent
    }

    /// The same with other bytes.
    init(_ other: Original, bytes: [UInt8]) {
      self.init(path: other.path, bytes: bytes, isFoundByContent: other.isFoundByContent)
    }
  }

  /// A small copy of a picture's luma, to know it by.
  private struct Thumbnail {
    let luma: Plane
  }

  /// What was found so far.
  private struct Known {
    /// The files of the folder by the SHA-256 of their bytes, in hex; read when first needed.
    var hashes: [String: String]?
    /// The upright sizes of all pictures in the folder, by path; read when first needed.
    var sizes: [(path: String, width: Int, height: Int)]?
    var thumbnails: [String: Thumbnail?] = [:]
    /// Those that were a file's original.
    var used: Set<String> = []
  }

  /// Side in pixels of thumbnails; sides of pictures are not kept in proportion, since only equal sizes are compared.
  private static let side = 32
  /// The largest root mean square, in levels of 255, of the difference of thumbnails that is taken for the same picture:
  /// several times what a strong protection changes, and far below what two pictures differ by.
  private static let tolerance = 5.0

  /// The file or folder.
  package let path: String
  private let isFolder: Bool
  private let known = Mutex(Known())

  /// - Throws: `PortfolioError.noSuchFile`.
  package init(_ path: String) throws(PortfolioError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing(at: path)
    }
    self.path = path
    self.isFolder = isFolder.boolValue
  }

  /// The pictures of the folder that were no file's original; none if the originals are a single file.
  ///
  /// - Parameter list: how the folder is searched.
  func unused(_ list: InputList) -> [String] {
    guard isFolder else { return [] }
    let used = known.withLock { $0.used }
    return list.expand([path]).inputs.map(\.path).filter { !used.contains($0) }
  }

  /// The original of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file's.
  ///   - sha256: of the original, hex, where it is known and neither path nor content need lead to it.
  /// - Throws: `PortfolioError.noOriginal` when none is found; `ImageCodecError`.
  package func original(of input: InputFile, bytes: [UInt8], sha256: String? = nil) throws -> Original {
    guard isFolder else {
      return Original(path: path, bytes: try AtomicFile.read(path), isFoundByContent: false)
    }
    if let sha256, let found = file(withHash: sha256) {
      known.withLock { _ = $0.used.insert(found) }
      return Original(path: found, bytes: try AtomicFile.read(found))
    }
    let same = (path as NSString).appendingPathComponent(input.relativePath)
    if FileManager.default.fileExists(atPath: same) {
      known.withLock { _ = $0.used.insert(same) }
      return Original(path: same, bytes: try AtomicFile.read(same), isFoundByContent: false)
    }
    guard let found = try nearest(to: bytes) else { throw PortfolioError.noOriginal(folder: path) }
    known.withLock { _ = $0.used.insert(found) }
    return Original(path: found, bytes: try AtomicFile.read(found), isFoundByContent: true)
  }

  private func file(withHash sha256: String) -> String? {
    if let hashes = known.withLock({ $0.hashes }) { return hashes[sha256] }
    let hashes = Self.hashes(of: path)
    known.withLock { $0.hashes = hashes }
    return hashes[sha256]
  }

  private static func hashes(of folder: String) -> [String: String] {
    InputList(recursive: true, converting: true).expand([folder]).inputs.reduce(into: [:]) { hashes, input in
      if let bytes = try? AtomicFile.read(input.path) { hashes[Digest.sha256(bytes)] = input.path }
    }
  }

  /// The picture of the folder that has the same size and looks most like a file.
  private func nearest(to bytes: [UInt8]) throws -> String? {
    let artwork = try ImageCodec.read(bytes)
    let sought = try Self.thumbnail(artwork)
    // One thread looks through the folder while others wait for what it finds.
    let candidates = known.withLock { known in
      allSizes(&known).filter { $0.width == artwork.uprightWidth && $0.height == artwork.uprightHeight }
        .compactMap { size in thumbnail(at: size.path, &known).map { (path: size.path, thumbnail: $0) } }
    }
    var best: (distance: Double, path: String)?
    for (path, thumbnail) in candidates {
      let difference = thumbnail.luma.combined(with: sought.luma) { $0 - $1 }
      let distance = 255 * (difference.sumOfSquares / Double(difference.samples.count)).squareRoot()
      if distance <= min(Self.tolerance, best?.distance ?? .infinity) { best = (distance, path) }
    }
    return best?.path
  }

  private func allSizes(_ known: inout Known) -> [(path: String, width: Int, height: Int)] {
    if let sizes = known.sizes { return sizes }
    let files = InputList(recursive: true).expand([path]).inputs.map(\.path)
    let found = files.compactMap { file -> (path: String, width: Int, height: Int)? in
      guard let bytes = try? AtomicFile.read(file), let header = try? ImageCodec.readHeader(bytes) else { return nil }
      let swaps = header.orientation.swapsSides
      return (file, swaps ? header.height : header.width, swaps ? header.width : header.height)
    }
    known.sizes = found
    return found
  }

  private func thumbnail(at path: String, _ known: inout Known) -> Thumbnail? {
    if let thumbnail = known.thumbnails[path] { return thumbnail }
    let made = try? Self.thumbnail(try ImageCodec.read(try AtomicFile.read(path)))
    known.thumbnails[path] = .some(made)
    return made
  }

  private static func thumbnail(_ artwork: Artwork) throws -> Thumbnail {
    let luma = try artwork.workingCopy().luma()
    return Thumbnail(
      luma: SeparableMap.resize(width: luma.width, height: luma.height, to: side, side, kernel: .box)(luma))
  }
}
