/// Which bytes of a TIFF structure belong to what: the header, the tables of directories, values, and the pictures that
/// directories of thumbnails point to.
package struct TIFFLayout {
  package enum Role: Sendable {
    case main, exif, gps, interoperability
    /// Of a thumbnail, which follows the main directory.
    case thumbnail
    /// Of a further picture, which an entry points to.
    case sub
  }

  /// A tag in a directory.
  package struct Place: Hashable {
    package let role: Role
    package let tag: Int

    package init(role: Role, tag: Int) {
      self.role = role
      self.tag = tag
    }
  }

  /// A stretch of bytes with an owner. Claims overlap in hostile structures.
  package struct Claim {
    package enum Content: Equatable {
      case header, table
      case value(tag: Int)
      /// Pixels of a preview, or a whole JPEG file of one.
      case picture
    }

    package let range: Range<Int>
    package let role: Role
    /// The offset of the directory that it belongs to; 0 for the header.
    package let directory: Int
    package let content: Content
  }

  package private(set) var directories: [(role: Role, directory: TIFFStructure.Directory)] = []
  package private(set) var claims = [Claim(range: 0..<8, role: .main, directory: 0, content: .header)]

  /// Hostile structures link in circles or fan out: no directory is visited twice, and no more than these.
  private static let maxDirectories = 64

  package init(_ tiff: TIFFStructure) {
    guard let main = try? tiff.directory(tiff.mainOffset) else { return }
    var waiting: [(Role, TIFFStructure.Directory)] = [(.main, main)]
    var seen: Set<Int> = []
    while let (role, directory) = waiting.popLast(), directories.count < Self.maxDirectories {
      guard seen.insert(directory.offset).inserted else { continue }
      directories.append((role, directory))
      claim(directory, role, tiff)
      if role == .main || role == .thumbnail, let next = tiff.next(directory), !next.entries.isEmpty {
        waiting.append((.thumbnail, next))
      }
      let children: [(tag: Int, role: Role)] = [
        (0x8769, .exif), (0x8825, .gps), (0xA005, .interoperability),
      ]
      for child in children {
        guard let found = try? tiff.subdirectory(directory, child.tag) else { continue }
        waiting.append((role == .thumbnail || role == .sub ? role : child.role, found))
      }
      for offset in directory[0x014A].map(tiff.numbers) ?? [] where waiting.count < Self.maxDirectories {
        guard let found = try? tiff.directory(offset) else { continue }
        waiting.append((role == .thumbnail ? role : .sub, found))
      }
    }
  }

  /// The tags of directories.
  package func tags(of roles: Set<Role>) -> [Int] {
    directories.filter { roles.contains($0.role) }.flatMap { $0.directory.entries.map(\.tag) }
  }

  /// The values of all tags but those that are offsets of directories, and the bytes of previews; several of one tag follow
  /// one another.
  ///
  /// - Parameter bytes: the structure.
  package func values(in bytes: [UInt8]) -> [Place: [UInt8]] {
    claims.reduce(into: [:]) { values, claim in
      switch claim.content {
      case .value(let tag) where !TIFFStructure.pointers.contains(tag):
        values[Place(role: claim.role, tag: tag), default: []] += bytes[claim.range]
      case .picture: values[Place(role: claim.role, tag: 0x0201), default: []] += bytes[claim.range]
      default: break
      }
    }
  }

  private mutating func claim(_ directory: TIFFStructure.Directory, _ role: Role, _ tiff: TIFFStructure) {
    claims.append(Claim(range: directory.range, role: role, directory: directory.offset, content: .table))
    for entry in directory.entries where entry.isSound {
      claims.append(
        Claim(range: entry.value, role: role, directory: directory.offset, content: .value(tag: entry.tag)))
    }
    guard role == .thumbnail || role == .sub else { return }
    for range in Self.pictures(of: directory, in: tiff) {
      claims.append(Claim(range: range, role: role, directory: directory.offset, content: .picture))
    }
  }

  /// Where the picture of a directory lies, as a JPEG file or as strips, clipped to the structure.
  private static func pictures(of directory: TIFFStructure.Directory, in tiff: TIFFStructure) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (offsets, lengths) in [(0x0201, 0x0202), (0x0111, 0x0117)] {
      guard let starts = directory[offsets], let counts = directory[lengths] else { continue }
      for (start, count) in zip(tiff.numbers(starts), tiff.numbers(counts)) where start < tiff.bytes.count {
        ranges.append(start..<min(tiff.bytes.count, start + count))
      }
    }
    return ranges
  }
}
