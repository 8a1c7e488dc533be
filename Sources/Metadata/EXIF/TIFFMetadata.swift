import ImageContainer

/// EXIF of a TIFF file, whose directory is that of its picture as well.
package enum TIFFMetadata {
  /// Tags of the main directory that describe the work and not how its samples lie (TIFF 6.0; CIPA DC-008, 4.6.4).
  private static let described: Set<Int> = [
    0x010D, 0x010E, 0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298, 0x9C9B,
    0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F, 0x4746, 0x4749,
  ]
  private static let directories = [EXIFTag.exifDirectory, EXIFTag.gpsDirectory]
  /// Values that are longer are left behind.
  private static let maxValue = 65_536

  /// The EXIF structure of what a TIFF file says of the work. Maker notes, whose offsets nobody knows, are left out.
  ///
  /// - Parameter bytes: the whole file.
  /// - Returns: `nil` where it says nothing, for a damaged file, and for BigTIFF.
  package static func exif(of bytes: [UInt8]) -> [UInt8]? {
    guard let file = try? TIFFStructure(bytes), let main = try? file.directory(file.mainOffset),
      var exif = try? TIFFStructure(Array(bytes[..<4]) + file.encoded(8, 4))
    else { return nil }
    let own = main.entries.filter { described.contains($0.tag) && isTaken($0) }
    var children: [(tag: Int, entries: [TIFFStructure.Entry])] = []
    for tag in directories {
      guard let child = try? file.subdirectory(main, tag) else { continue }
      let entries = child.entries.filter { $0.tag != EXIFTag.makerNote && $0.tag != 0xA005 && isTaken($0) }
      if !entries.isEmpty { children.append((tag, entries)) }
    }
    guard own.contains(where: { $0.tag != EXIFTag.orientation }) || !children.isEmpty else { return nil }
    // The main directory stands first; what it points to follows.
    let count = own.count + children.count
    _ = exif.append(exif.encoded(count, 2) + [UInt8](repeating: 0, count: 12 * count + 4))
    var fields = own.map { (tag: $0.tag, bytes: field($0, of: file, in: &exif)) }
    for (tag, entries) in children {
      let table = entries.map { field($0, of: file, in: &exif) }.flatMap(\.self)
      let offset = exif.append(exif.encoded(entries.count, 2) + table + [0, 0, 0, 0])
      let pointer = exif.encoded(tag, 2) + exif.encoded(4, 2) + exif.encoded(1, 4) + exif.encoded(offset, 4)
      fields.append((tag, pointer))
    }
    exif.overwrite(10, fields.sorted { $0.tag < $1.tag }.flatMap(\.bytes))
    return exif.bytes
  }

  private static func isTaken(_ entry: TIFFStructure.Entry) -> Bool {
    entry.isSound && entry.value.count <= maxValue && TIFFStructure.sizes[entry.type] != nil
  }

  /// The twelve bytes of an entry in another structure of the same byte order, its value put to the end where it is long.
  private static func field(
    _ entry: TIFFStructure.Entry, of file: TIFFStructure, in exif: inout TIFFStructure
  ) -> [UInt8] {
    let value = Array(file.bytes[entry.value])
    let head = exif.encoded(entry.tag, 2) + exif.encoded(entry.type, 2) + exif.encoded(entry.count, 4)
    guard value.count > 4 else { return head + value + [UInt8](repeating: 0, count: 4 - value.count) }
    return head + exif.encoded(exif.append(value), 4)
  }
}
