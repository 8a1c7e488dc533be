import Files
import Foundation

/// A list of pictures with what each is expected to cost, on which all shards of a fleet agree: a first line that names the folder,
/// then a line a picture. It may be too long for memory.
package struct Manifest: Sendable {
  /// The first line.
  struct Head: Codable {
    /// The folder below which the paths are; empty for paths as they are.
    let base: String
    /// Of the form of manifests.
    let manifest: Int
  }

  private static let version = 1

  package let path: String
  /// The folder below which the pictures lie.
  package let base: String
  package let classes: CostClasses
  /// Of the largest picture.
  package let pixels: Int
  /// Of all pictures together.
  package let bytes: Int
  /// Of the whole file, hex.
  package let sha256: String

  /// Reads a manifest once, for what must be known to divide it.
  ///
  /// - Throws: `FileError`, `FleetError.notAManifest`.
  package init(_ path: String) throws {
    var (head, classes): (Head?, CostClasses) = (nil, CostClasses())
    var (pixels, bytes, number) = (0, 0, 0)
    sha256 = try LineReader.hash(path) { line in
      number += 1
      if number == 1 {
        head = Self.head(line)
        return head != nil
      }
      guard let numbers = ManifestNumbers(line: line) else { throw FleetError.notAManifest(path, line: number) }
      classes.add(milliseconds: numbers.milliseconds)
      pixels = max(pixels, numbers.pixels)
      bytes += numbers.size
      return true
    }
    guard let head else { throw FleetError.notAManifest(path, line: 1) }
    self.path = path
    base = head.base
    self.classes = classes
    self.pixels = pixels
    self.bytes = bytes
  }

  /// Whether a file begins as a manifest does, and is no list of names.
  ///
  /// - Throws: `FileError`.
  package static func isOne(_ path: String) throws -> Bool {
    var isOne = false
    try LineReader.read(path) { line in
      isOne = head(line) != nil
      return false
    }
    return isOne
  }

  /// Calls a body with the pictures of a shard, in the order of the manifest.
  ///
  /// - Throws: `FileError`, `FleetError.notAManifest`, `.changed`; what the body throws.
  package func read(_ shard: Shard, _ body: (ManifestEntry) throws -> Void) throws {
    let division = ShardDivision(classes, count: shard.count, for: shard.index)
    var ranks = [Int](repeating: 0, count: classes.classes.count)
    var (number, count) = (0, 0)
    try LineReader.read(path) { line in
      number += 1
      guard number > 1 else { return true }
      guard let numbers = ManifestNumbers(line: line) else { throw FleetError.notAManifest(path, line: number) }
      let index = CostClasses.index(numbers.milliseconds)
      defer { ranks[index] += 1 }
      guard division.includes(rank: ranks[index], ofClass: index) else { return true }
      guard let entry = ManifestEntry(line: line) else { throw FleetError.notAManifest(path, line: number) }
      count += 1
      try body(entry)
      return true
    }
    guard number - 1 == classes.count, count == division.counts[shard.index] else { throw FleetError.changed(path) }
  }

  /// The first line of a manifest of pictures below a folder, without a line break.
  static func head(base: String) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Text and a number always have a form in JSON.
    return (try? encoder.encode(Head(base: base, manifest: version))).map { [UInt8]($0) } ?? []
  }

  private static func head(_ line: UnsafeRawBufferPointer) -> Head? {
    guard line.first == UInt8(ascii: "{"), let head = try? JSONDecoder().decode(Head.self, from: Data(line)),
      head.manifest == version
    else { return nil }
    return head
  }
}

extension Manifest {
  /// The pictures of a shard as inputs, whose outputs mirror their paths.
  ///
  /// - Parameter base: the folder below which the pictures lie here, if not where they lay.
  /// - Throws: as `read`.
  package func listing(_ shard: Shard, base: String? = nil) throws -> InputListing {
    var listing = InputListing()
    let base = base ?? self.base
    try read(shard) { entry in
      let path = PathName.join(base, entry.path)
      if FileManager.default.fileExists(atPath: path) {
        listing.inputs.append(.file(path, relativePath: entry.path))
      } else {
        listing.failures.append((path, .missing(at: path)))
      }
    }
    return listing
  }
}
