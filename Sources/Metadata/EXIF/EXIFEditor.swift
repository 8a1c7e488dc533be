/// Edits EXIF without moving anything: new values and directories go to the end and pointers are patched, so that
/// offsets inside maker notes, which nobody can know, stay valid.
struct EXIFEditor {
  enum Tag {
    static let orientation = 0x0112
    static let xResolution = 0x011A
    static let yResolution = 0x011B
    static let resolutionUnit = 0x0128
    static let artist = 0x013B
    static let yCbCrPositioning = 0x0213
    static let copyright = 0x8298
    static let exifDirectory = 0x8769
    static let gpsDirectory = 0x8825
    static let version = 0x9000
    static let components = 0x9101
    static let makerNote = 0x927C
    static let learningOptOut = 0x9287
    static let flashpix = 0xA000
    static let colourSpace = 0xA001
    static let width = 0xA002
    static let height = 0xA003
    static let serialNumber = 0xC62F
    static let bodySerial = 0xA431
    static let lensSerial = 0xA435
  }

  struct Value: Equatable {
    let type: Int
    let count: Int
    let bytes: [UInt8]
  }

  private(set) var tiff: TIFFStructure

  /// - Parameter bytes: the TIFF structure, without "Exif" and two zeros.
  init(_ bytes: [UInt8]) throws(MetadataError) {
    tiff = try TIFFStructure(bytes)
    let main = try tiff.directory(tiff.mainOffset)
    let exif = try tiff.subdirectory(main, Tag.exifDirectory)
    for entry in main.entries + (exif?.entries ?? []) {
      // What is appended would become part of such a value.
      guard entry.isSound || entry.count == 0 || TIFFStructure.sizes[entry.type] == nil else {
        throw .exif("the value of tag 0x\(String(entry.tag, radix: 16)) lies outside")
      }
    }
  }

  /// EXIF as it must be when there was none (CIPA DC-008, table of mandatory tags), which says nothing but the density
  /// of pixels that the file declares elsewhere.
  init(density: PixelDensity, width: Int, height: Int, isJPEG: Bool) throws(MetadataError) {
    tiff = try TIFFStructure(Array("MM".utf8) + [0, 42, 0, 0, 0, 8])
    let rational: (Int) -> Value = { [tiff] in
      Value(type: 5, count: 1, bytes: tiff.encoded($0, 4) + tiff.encoded(density.denominator, 4))
    }
    var main: [(Int, Value?)] = [
      (Tag.xResolution, rational(density.x)), (Tag.yResolution, rational(density.y)),
      (Tag.resolutionUnit, short(density.isMetric ? 3 : 2)),
    ]
    if isJPEG { main.append((Tag.yCbCrPositioning, short(1))) }
    let exif = mandatory(width: width, height: height, isJPEG: isJPEG)
    let exifOffset = append(entries: exif, next: [0, 0, 0, 0], old: [])
    main.append((Tag.exifDirectory, Value(type: 4, count: 1, bytes: tiff.encoded(exifOffset, 4))))
    let mainOffset = append(entries: main, next: [0, 0, 0, 0], old: [])
    tiff.overwrite(4, tiff.encoded(mainOffset, 4))
  }

  // MARK: - Values

  func short(_ value: Int) -> Value { Value(type: 3, count: 1, bytes: tiff.encoded(value, 2)) }

  /// UTF-8 under the type ASCII, as cameras and editors write it, and all readers before Exif 3.0 understand.
  func text(_ text: String) -> Value {
    let bytes = Array(text.utf8) + [0]
    return Value(type: 2, count: bytes.count, bytes: bytes)
  }

  func words(_ words: [UInt16]) -> Value {
    let bytes = words.flatMap { tiff.encoded(Int($0), 2) }
    return Value(type: 7, count: bytes.count, bytes: bytes)
  }

  private func mandatory(width: Int, height: Int, isJPEG: Bool) -> [(Int, Value?)] {
    var entries: [(Int, Value?)] = [(Tag.version, Value(type: 7, count: 4, bytes: Array("0310".utf8)))]
    if isJPEG { entries.append((Tag.components, Value(type: 7, count: 4, bytes: [1, 2, 3, 0]))) }
    entries.append((Tag.flashpix, Value(type: 7, count: 4, bytes: Array("0100".utf8))))
    // Uncalibrated: what the colours mean is said elsewhere, if at all.
    entries.append((Tag.colourSpace, short(0xFFFF)))
    entries.append((Tag.width, Value(type: 4, count: 1, bytes: tiff.encoded(width, 4))))
    entries.append((Tag.height, Value(type: 4, count: 1, bytes: tiff.encoded(height, 4))))
    return entries
  }

  // MARK: - Editing

  /// Sets (or, with `nil`, removes) entries of the main directory.
  mutating func setMain(_ changes: [(tag: Int, value: Value?)]) throws(MetadataError) {
    let main = try tiff.directory(tiff.mainOffset)
    if let offset = rewrite(main, changes) { tiff.overwrite(4, tiff.encoded(offset, 4)) }
  }

  /// Sets or removes entries of the EXIF directory, which is made when there is none and something is set.
  mutating func setExif(
    _ changes: [(tag: Int, value: Value?)], width: Int, height: Int, isJPEG: Bool
  ) throws(MetadataError) {
    let main = try tiff.directory(tiff.mainOffset)
    if let exif = try tiff.subdirectory(main, Tag.exifDirectory) {
      guard let offset = rewrite(exif, changes), let pointer = main[Tag.exifDirectory] else { return }
      tiff.overwrite(pointer.value.lowerBound, tiff.encoded(offset, 4))
      return
    }
    let wanted = changes.filter { $0.value != nil }
    guard !wanted.isEmpty else { return }
    let all = (mandatory(width: width, height: height, isJPEG: isJPEG) + wanted.map { ($0.tag, $0.value) })
      .sorted { $0.0 < $1.0 }
    let offset = append(entries: all, next: [0, 0, 0, 0], old: [])
    try setMain([(Tag.exifDirectory, Value(type: 4, count: 1, bytes: tiff.encoded(offset, 4)))])
  }

  /// Removes GPS, serial numbers and, since it may hold both, the maker note, and zeroes what they said.
  ///
  /// - Returns: what was removed, in words.
  mutating func stripLocation() throws(MetadataError) -> [String] {
    var removed: [String] = []
    let main = try tiff.directory(tiff.mainOffset)
    if main[Tag.gpsDirectory] != nil {
      if let gps = try? tiff.subdirectory(main, Tag.gpsDirectory) { blank(gps) }
      removed.append("GPS")
    }
    if main[Tag.serialNumber] != nil { removed.append("the camera's serial number") }
    let exif = try? tiff.subdirectory(main, Tag.exifDirectory)
    let tags = [
      (Tag.bodySerial, "the camera's serial number"), (Tag.lensSerial, "the lens's serial number"),
      (Tag.makerNote, "the maker note, which may hold serial numbers"),
    ]
    for (tag, words) in tags where exif?[tag] != nil { removed.append(words) }
    if let exif, let pointer = main[Tag.exifDirectory],
      let offset = rewrite(exif, tags.map { ($0.0, nil) })
    {
      tiff.overwrite(pointer.value.lowerBound, tiff.encoded(offset, 4))
    }
    try setMain([(Tag.gpsDirectory, nil), (Tag.serialNumber, nil)])
    return removed
  }

  /// Rewrites a directory: in place where each new value is as long as the old one, else at the end.
  ///
  /// - Returns: the new offset; `nil` if the directory stays where it is.
  private mutating func rewrite(_ directory: TIFFStructure.Directory, _ changes: [(tag: Int, value: Value?)]) -> Int? {
    var pending: [(tag: Int, value: Value?)] = []
    for change in changes {
      let old = directory[change.tag]
      if let value = change.value {
        if let old, self.value(old) == value { continue }
        if let old, old.isSound, old.type == value.type, old.value.count == value.bytes.count,
          isAlone(old.value, in: directory)
        {
          tiff.overwrite(old.value.lowerBound, value.bytes)
          continue
        }
      } else if old == nil {
        continue
      }
      pending.append(change)
    }
    guard !pending.isEmpty else { return nil }
    let next = Array(tiff.bytes[directory.linkOffset..<directory.linkOffset + 4])
    let tags = Set(pending.map(\.tag))
    let kept = directory.entries.filter { !tags.contains($0.tag) }.map { entry in
      (entry.tag, Array(tiff.bytes[entry.offset..<entry.offset + 12]))
    }
    for entry in directory.entries where tags.contains(entry.tag) && isAlone(entry.value, in: directory) {
      erase(entry.value)
    }
    let added = pending.compactMap { change in change.value.map { (change.tag, Optional($0)) } }
    eraseTable(of: directory)
    return append(entries: added, next: next, old: kept)
  }

  /// Appends values and a directory of old entries, as they stand and in their order, and new ones among them by tag.
  private mutating func append(entries: [(Int, Value?)], next: [UInt8], old: [(Int, [UInt8])]) -> Int {
    var all = old
    for (tag, value) in entries {
      guard let value else { continue }
      var field = value.bytes
      if field.count > 4 {
        field = tiff.encoded(tiff.append(value.bytes), 4)
      } else {
        field += [UInt8](repeating: 0, count: 4 - field.count)
      }
      let bytes = tiff.encoded(tag, 2) + tiff.encoded(value.type, 2) + tiff.encoded(value.count, 4) + field
      all.insert((tag, bytes), at: all.firstIndex { $0.0 > tag } ?? all.count)
    }
    return tiff.append(tiff.encoded(all.count, 2) + all.flatMap(\.1) + next)
  }

  private func value(_ entry: TIFFStructure.Entry) -> Value? {
    guard entry.isSound else { return nil }
    return Value(type: entry.type, count: entry.count, bytes: Array(tiff.bytes[entry.value]))
  }

  private mutating func blank(_ directory: TIFFStructure.Directory) {
    for entry in directory.entries where isAlone(entry.value, in: directory) { erase(entry.value) }
    eraseTable(of: directory)
  }

  private mutating func erase(_ range: Range<Int>) {
    tiff.overwrite(range.lowerBound, [UInt8](repeating: 0, count: range.count))
  }

  /// Zeroes a directory that nothing points to any more, unless its bytes belong to something else as well.
  private mutating func eraseTable(of directory: TIFFStructure.Directory) {
    let others = claims(with: directory).filter { claim in
      claim.owner != directory.offset || !claim.isTable && !isInline(claim.range, directory)
    }
    if !others.contains(where: { $0.range.overlaps(directory.range) }) { erase(directory.range) }
  }

  /// Whether only one entry of `directory` has these bytes: in hostile structures values and directories overlap.
  private func isAlone(_ range: Range<Int>, in directory: TIFFStructure.Directory) -> Bool {
    let isInline = isInline(range, directory)
    let sharing = claims(with: directory).filter { claim in
      claim.range.overlaps(range) && !(isInline && claim.isTable && claim.owner == directory.offset)
    }
    return sharing.count == 1
  }

  /// Whether a value stands in its entry. Some writers leave out the link, and values begin where it would be.
  private func isInline(_ value: Range<Int>, _ directory: TIFFStructure.Directory) -> Bool {
    (directory.offset..<directory.linkOffset).contains(value.lowerBound) && value.count <= 4
  }

  private struct Claim {
    let range: Range<Int>
    /// The offset of the directory that it belongs to.
    let owner: Int
    let isTable: Bool
  }

  /// What the header, the directories and their values occupy.
  private func claims(with extra: TIFFStructure.Directory? = nil) -> [Claim] {
    let main = try? tiff.directory(tiff.mainOffset)
    var directories: [Int: TIFFStructure.Directory] = [:]
    let children = [Tag.exifDirectory, Tag.gpsDirectory].map { tag in main.flatMap { try? tiff.subdirectory($0, tag) } }
    let thumbnail = main.flatMap { tiff.number($0.linkOffset, 4) }.flatMap { try? tiff.directory($0) }
    for directory in [main, thumbnail, extra] + children {
      if let directory { directories[directory.offset] = directory }
    }
    return [Claim(range: 0..<8, owner: 0, isTable: true)]
      + directories.values.flatMap { directory in
        [Claim(range: directory.range, owner: directory.offset, isTable: true)]
          + directory.entries.filter(\.isSound).map {
            Claim(range: $0.value, owner: directory.offset, isTable: false)
          }
      }
  }
}

/// Pixels per inch or per centimetre.
struct PixelDensity: Equatable {
  var x: Int
  var y: Int
  var denominator = 1
  var isMetric = false

  static let unknown = PixelDensity(x: 72, y: 72)
}
