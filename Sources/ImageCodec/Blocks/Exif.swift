/// The little of EXIF (CIPA DC-008, a TIFF structure) that a codec must know: the orientation and where previews lie.
///
/// Robust to hostile bytes: every offset is checked, no entry is followed twice, nothing is trusted to end.
struct Exif {
  /// What stands before the TIFF structure in a JPEG APP1 segment.
  static let segmentPrefix: [UInt8] = Array("Exif".utf8) + [0, 0]

  private enum Tag {
    static let compression = 0x0103
    static let stripOffsets = 0x0111
    static let orientation = 0x0112
    static let stripByteCounts = 0x0117
    static let jpegOffset = 0x0201
    static let jpegLength = 0x0202
    static let exifDirectory = 0x8769
    static let interoperabilityDirectory = 0xA005
    static let interoperabilityIndex = 0x0001
    static let colourSpace = 0xA001
  }

  /// A directory entry: 12 bytes of tag, type, count and value or offset.
  struct Entry {
    let tag: Int
    let type: Int
    let count: Int
    /// Where the four bytes of value or offset stand.
    let valueOffset: Int
  }

  struct Directory {
    /// Where it stands: a count, the entries, the offset of the next directory.
    let offset: Int
    let entries: [Entry]
    /// Where the offset of the next directory stands.
    let linkOffset: Int
  }

  private let bytes: [UInt8]
  private let littleEndian: Bool
  /// The main picture's directory.
  let main: Directory
  /// The directory of the thumbnail, if there is one.
  let thumbnail: Directory?

  /// - Parameter bytes: the TIFF structure, without `segmentPrefix`. `nil` unless it begins like one.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0x49, 0x49): littleEndian = true
    case (0x4D, 0x4D): littleEndian = false
    default: return nil
    }
    self.bytes = bytes
    guard Self.number(bytes, 2, 2, littleEndian) == 42, let first = Self.number(bytes, 4, 4, littleEndian),
      let main = Self.directory(bytes, first, littleEndian)
    else { return nil }
    self.main = main
    let next = Self.number(bytes, main.linkOffset, 4, littleEndian) ?? 0
    thumbnail = next != 0 && next != first ? Self.directory(bytes, next, littleEndian) : nil
  }

  /// What the main directory says; `nil` when it says nothing or nonsense.
  var orientation: Orientation? {
    main.entries.first { $0.tag == Tag.orientation && $0.type == 3 }
      .flatMap { number($0.valueOffset, 2) }.flatMap(Orientation.init(rawValue:))
  }

  /// Whether EXIF says Adobe RGB, in the manner of DCF: an uncalibrated colour space with interoperability index "R03".
  var saysAdobeRGB: Bool {
    guard let exif = subdirectory(main, Tag.exifDirectory),
      let space = exif.entries.first(where: { $0.tag == Tag.colourSpace }), number(space.valueOffset, 2) == 0xFFFF,
      let interoperability = subdirectory(exif, Tag.interoperabilityDirectory),
      let index = interoperability.entries.first(where: { $0.tag == Tag.interoperabilityIndex }), index.type == 2
    else { return false }
    return bytes[index.valueOffset..<index.valueOffset + 3].elementsEqual("R03".utf8)
  }

  /// Where the thumbnail's own bytes lie (JPEG or strips), clipped to the structure.
  var thumbnailRanges: [Range<Int>] {
    guard let thumbnail else { return [] }
    var ranges: [Range<Int>] = []
    for (offsets, lengths) in [(Tag.jpegOffset, Tag.jpegLength), (Tag.stripOffsets, Tag.stripByteCounts)] {
      let starts = numbers(thumbnail, offsets)
      let counts = numbers(thumbnail, lengths)
      for (start, count) in zip(starts, counts) where start < bytes.count {
        ranges.append(start..<min(bytes.count, start + count))
      }
    }
    return ranges
  }

  /// Unlinks and zeroes the thumbnail's directory and zeroes its pixels, so that every other offset stays true; what of
  /// this lies at the end is cut off.
  func removeThumbnail(from structure: inout [UInt8]) {
    guard let thumbnail else { return }
    let kept = [0..<8, main.offset..<main.linkOffset + 4]
    let directory = thumbnail.offset..<min(structure.count, thumbnail.linkOffset + 4)
    for range in thumbnailRanges + [directory] {
      for i in range where !kept.contains(where: { $0.contains(i) }) { structure[i] = 0 }
    }
    for i in main.linkOffset..<min(structure.count, main.linkOffset + 4) { structure[i] = 0 }
    // Whatever ends where the structure ends and was zeroed is not missed.
    if let last = thumbnailRanges.max(by: { $0.upperBound < $1.upperBound }), last.upperBound == structure.count,
      last.lowerBound >= main.linkOffset + 4, !last.isEmpty
    {
      structure.removeSubrange(last)
    }
  }

  private func subdirectory(_ parent: Directory, _ tag: Int) -> Directory? {
    parent.entries.first { $0.tag == tag }.flatMap { number($0.valueOffset, 4) }
      .flatMap { Self.directory(bytes, $0, littleEndian) }
  }

  /// The unsigned integers of an entry of type SHORT or LONG, at most 65536 of them.
  private func numbers(_ directory: Directory, _ tag: Int) -> [Int] {
    guard let entry = directory.entries.first(where: { $0.tag == tag }), entry.type == 3 || entry.type == 4 else {
      return []
    }
    let size = entry.type == 3 ? 2 : 4
    let count = min(entry.count, 65536)
    let start = count * size <= 4 ? entry.valueOffset : number(entry.valueOffset, 4) ?? bytes.count
    return (0..<count).lazy.map { number(start + $0 * size, size) }.prefix { $0 != nil }.compactMap { $0 }
  }

  private func number(_ offset: Int, _ size: Int) -> Int? { Self.number(bytes, offset, size, littleEndian) }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int, _ littleEndian: Bool) -> Int? {
    guard offset >= 0, offset + size <= bytes.count else { return nil }
    return (0..<size).reduce(0) { value, i in
      value << 8 | Int(bytes[offset + (littleEndian ? size - 1 - i : i)])
    }
  }

  private static func directory(_ bytes: [UInt8], _ offset: Int, _ littleEndian: Bool) -> Directory? {
    guard let count = number(bytes, offset, 2, littleEndian), count > 0 else { return nil }
    var entries: [Entry] = []
    for i in 0..<count {
      let at = offset + 2 + 12 * i
      guard at + 12 <= bytes.count, let tag = number(bytes, at, 2, littleEndian),
        let type = number(bytes, at + 2, 2, littleEndian), let number = number(bytes, at + 4, 4, littleEndian)
      else { break }
      entries.append(Entry(tag: tag, type: type, count: number, valueOffset: at + 8))
    }
    return entries.isEmpty ? nil : Directory(offset: offset, entries: entries, linkOffset: offset + 2 + 12 * count)
  }
}
