/// The TIFF structure inside EXIF (CIPA DC-008, 4.6): directories of entries, found without trust in any number.
struct TIFFStructure {
  /// A directory entry: 12 bytes of tag, type, count, and a value or its offset.
  struct Entry {
    let tag: Int
    let type: Int
    let count: Int
    /// Where the entry itself stands.
    let offset: Int
    /// Where its value stands: in the entry when it fits in four bytes. Empty and at the end for an unknown type or a
    /// value that runs out of the structure.
    let value: Range<Int>
    let isSound: Bool
  }

  struct Directory {
    let offset: Int
    let entries: [Entry]
    /// Where the offset of the next directory stands.
    var linkOffset: Int { offset + 2 + 12 * entries.count }
    /// The count, the entries and the link.
    var range: Range<Int> { offset..<linkOffset + 4 }

    subscript(_ tag: Int) -> Entry? { entries.first { $0.tag == tag } }
  }

  /// Bytes of one value by type, 1…13 (TIFF 6.0) and 129 (UTF-8, Exif 3.0).
  static let sizes: [Int: Int] = [
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1,
  ]

  private(set) var bytes: [UInt8]
  let isLittleEndian: Bool

  /// - Throws: `MetadataError.exif` unless it begins as a TIFF structure.
  init(_ bytes: [UInt8]) throws(MetadataError) {
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
  func number(_ offset: Int, _ size: Int) -> Int? {
    guard offset >= 0, offset + size <= bytes.count else { return nil }
    return (0..<size).reduce(0) { $0 << 8 | Int(bytes[offset + (isLittleEndian ? size - 1 - $1 : $1)]) }
  }

  func encoded(_ value: Int, _ size: Int) -> [UInt8] {
    let big = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
    return isLittleEndian ? big.reversed() : big
  }

  /// Where the main directory stands.
  var mainOffset: Int { number(4, 4) ?? 0 }

  /// The directory at an offset. TIFF wants at least one entry in it, but writers that have nothing to say leave it empty.
  ///
  /// - Throws: `MetadataError.exif` unless the whole of it lies in the structure.
  func directory(_ offset: Int) throws(MetadataError) -> Directory {
    guard offset >= 8, let count = number(offset, 2) else { throw .exif("a directory lies outside") }
    // The link after the last entry is missing in some files; an edit would have to invent it.
    guard offset + 2 + 12 * count + 4 <= bytes.count else { throw .exif("a directory runs past the end") }
    guard count > 0 || number(offset + 2, 4) == 0 else { throw .exif("an empty directory leads on to another") }
    let entries = (0..<count).map { entry(offset + 2 + 12 * $0) }
    return Directory(offset: offset, entries: entries)
  }

  /// The directory that an entry points to; `nil` without such an entry.
  func subdirectory(_ parent: Directory, _ tag: Int) throws(MetadataError) -> Directory? {
    guard let entry = parent[tag] else { return nil }
    guard entry.isSound, entry.count == 1, entry.type == 4 || entry.type == 13,
      let offset = number(entry.value.lowerBound, 4), offset != parent.offset
    else { throw .exif("the pointer 0x\(String(tag, radix: 16)) is no offset") }
    return try directory(offset)
  }

  /// An ASCII or UTF-8 value without its final zeros.
  func text(_ entry: Entry) -> String? {
    guard entry.isSound, [1, 2, 7, 129].contains(entry.type) else { return nil }
    let all = bytes[entry.value].reversed().drop { $0 == 0 || $0 == 32 }.reversed()
    return String(decoding: all, as: UTF8.self)
  }

  /// Values of two bytes each, in the order of the structure.
  func words(_ entry: Entry) -> [UInt16] {
    stride(from: entry.value.lowerBound, to: entry.value.upperBound - 1, by: 2).map {
      UInt16(truncatingIfNeeded: number($0, 2) ?? 0)
    }
  }

  mutating func overwrite(_ offset: Int, _ replacement: [UInt8]) {
    guard offset >= 0, offset + replacement.count <= bytes.count else { return }
    bytes.replaceSubrange(offset..<offset + replacement.count, with: replacement)
  }

  /// Puts bytes at the end, where an even offset begins.
  ///
  /// - Returns: their offset.
  mutating func append(_ more: [UInt8]) -> Int {
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
