/// The TIFF structure inside EXIF (CIPA DC-008, 4.6): directories of entries, found without trust in any number.
package struct TIFFStructure {
  /// A directory entry: 12 bytes of tag, type, count, and a value or its offset.
  package struct Entry {
    package let tag: Int
    package let type: Int
    package let count: Int
    /// Where the entry itself stands.
    package let offset: Int
    /// Where its value stands: in the entry when it fits in four bytes. Empty and at the end for an unknown type or a
    /// value that runs out of the structure.
    package let value: Range<Int>
    package let isSound: Bool

    /// Whether the value stands in the entry itself.
    package var isInline: Bool { value.lowerBound == offset + 8 && value.count <= 4 }
  }

  package struct Directory {
    package let offset: Int
    package let entries: [Entry]
    /// Whether entries that the directory counts run out of the structure.
    package let isTruncated: Bool
    /// Whether the offset of the next directory follows the entries. Some writers leave it out, and values or another
    /// directory begin where it would be.
    package let hasLink: Bool

    /// Where the offset of the next directory stands, if it is there.
    package var linkOffset: Int { offset + 2 + 12 * entries.count }
    /// The count, the entries and the link.
    package var range: Range<Int> { offset..<linkOffset + (hasLink ? 4 : 0) }

    package subscript(_ tag: Int) -> Entry? { entries.first { $0.tag == tag } }
  }

  /// Tags whose values are offsets of directories: EXIF, GPS, interoperability, and those of further pictures.
  static let pointers: Set<Int> = [0x8769, 0x8825, 0xA005, 0x014A]

  /// Bytes of one value by type, 1…13 (TIFF 6.0) and 129 (UTF-8, Exif 3.0).
  package static let sizes: [Int: Int] = [
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1,
  ]

  package private(set) var bytes: [UInt8]
  package let isLittleEndian: Bool

  /// - Throws: `MetadataError.exif` unless it begins as a TIFF structure.
  package init(_ bytes: [UInt8]) throws(MetadataError) {
    guard bytes.count >= 8 else { throw .exif("it is too short") }
    switch (bytes[0], bytes[1]) {
    case (0x49, 0x49): isLittleEndian = true
    case (0x4D, 0x4D): isLittleEndian = false
    default: throw .exif("it has no byte order mark")
    }
    self.bytes = bytes
    guard number(2, 2) == 42 else { throw .exif("it has no TIFF mark") }
  }

  /// An unsigned number of 1…4 bytes; `nil` outside the structure.
  package func number(_ offset: Int, _ size: Int) -> Int? {
    guard offset >= 0, offset + size <= bytes.count else { return nil }
    return (0..<size).reduce(0) { $0 << 8 | Int(bytes[offset + (isLittleEndian ? size - 1 - $1 : $1)]) }
  }

  package func encoded(_ value: Int, _ size: Int) -> [UInt8] {
    let big = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
    return isLittleEndian ? big.reversed() : big
  }

  /// Where the main directory stands.
  package var mainOffset: Int { number(4, 4) ?? 0 }

  /// The directory at an offset, with as many of its entries as lie in the structure. TIFF wants at least one, but writers
  /// that have nothing to say leave it empty.
  ///
  /// - Throws: `MetadataError.exif` when it lies outside.
  package func directory(_ offset: Int) throws(MetadataError) -> Directory {
    guard offset >= 8, let count = number(offset, 2) else { throw .exif("a directory lies outside") }
    let whole = min(count, (bytes.count - offset - 2) / 12)
    let entries = (0..<whole).map { entry(offset + 2 + 12 * $0) }
    let link = offset + 2 + 12 * whole..<offset + 2 + 12 * whole + 4
    let hasLink =
      whole == count && link.upperBound <= bytes.count
      && !entries.contains { entry in
        if entry.isSound, !entry.isInline { return entry.value.overlaps(link) }
        guard Self.pointers.contains(entry.tag), let child = number(entry.offset + 8, 4) else { return false }
        return link.contains(child)
      }
    return Directory(offset: offset, entries: entries, isTruncated: whole < count, hasLink: hasLink)
  }

  /// The directory that an entry points to; `nil` without such an entry.
  ///
  /// - Throws: `MetadataError.exif`.
  package func subdirectory(_ parent: Directory, _ tag: Int) throws(MetadataError) -> Directory? {
    guard let entry = parent[tag] else { return nil }
    guard entry.isSound, entry.count == 1, entry.type == 4 || entry.type == 13,
      let offset = number(entry.value.lowerBound, 4), offset != parent.offset
    else { throw .exif("the pointer 0x\(String(tag, radix: 16)) is no offset") }
    return try directory(offset)
  }

  /// The directory that follows one; `nil` at the end of the chain.
  package func next(_ directory: Directory) -> Directory? {
    guard directory.hasLink, let offset = number(directory.linkOffset, 4), offset != 0, offset != directory.offset
    else { return nil }
    return try? self.directory(offset)
  }

  /// An ASCII or UTF-8 value without its final zeros.
  package func text(_ entry: Entry) -> String? {
    guard entry.isSound, [1, 2, 7, 129].contains(entry.type) else { return nil }
    let all = bytes[entry.value].reversed().drop { $0 == 0 || $0 == 32 }.reversed()
    return String(decoding: all, as: UTF8.self)
  }

  /// Values of two bytes each, in the order of the structure.
  package func words(_ entry: Entry) -> [UInt16] {
    stride(from: entry.value.lowerBound, to: entry.value.upperBound - 1, by: 2).map {
      UInt16(truncatingIfNeeded: number($0, 2) ?? 0)
    }
  }

  /// The unsigned integers of an entry of type SHORT or LONG, at most 65,536 of them.
  package func numbers(_ entry: Entry) -> [Int] {
    guard entry.isSound, entry.type == 3 || entry.type == 4, let size = Self.sizes[entry.type] else { return [] }
    return (0..<min(entry.count, 65_536)).compactMap { number(entry.value.lowerBound + $0 * size, size) }
  }

  package mutating func overwrite(_ offset: Int, _ replacement: [UInt8]) {
    guard offset >= 0, offset + replacement.count <= bytes.count else { return }
    bytes.replaceSubrange(offset..<offset + replacement.count, with: replacement)
  }

  /// Puts zeros at the end.
  package mutating func pad(_ count: Int) { bytes += [UInt8](repeating: 0, count: count) }

  /// Puts bytes at the end, where an even offset begins.
  ///
  /// - Returns: their offset.
  package mutating func append(_ more: [UInt8]) -> Int {
    if bytes.count % 2 == 1 { bytes.append(0) }
    bytes += more
    return bytes.count - more.count
  }

  private func entry(_ offset: Int) -> Entry {
    let tag = number(offset, 2) ?? 0
    let type = number(offset + 2, 2) ?? 0
    let count = number(offset + 4, 4) ?? 0
    let length = count * (Self.sizes[type] ?? 0)
    let start = length <= 4 ? offset + 8 : number(offset + 8, 4) ?? bytes.count
    let isSound = length > 0 && start >= 8 && start + length <= bytes.count
    return Entry(
      tag: tag, type: type, count: count, offset: offset,
      value: isSound ? start..<start + length : bytes.count..<bytes.count, isSound: isSound)
  }
}
