import ImageContainer

/// Edits EXIF without moving anything: new values and directories go to the end and pointers are patched, so that
/// offsets inside maker notes, which nobody can know, stay valid.
struct EXIFEditor {
  struct Value: Equatable {
    let type: Int
    let count: Int
    let bytes: [UInt8]
  }

  private(set) var tiff: TIFFStructure
  /// What was meant to change: tags by directory, and whole directories.
  private var touched: Set<TIFFLayout.Place> = []
  private var touchedRoles: Set<TIFFLayout.Role> = []

  /// - Parameter bytes: the TIFF structure, without "Exif" and two zeros.
  init(_ bytes: [UInt8]) throws(MetadataError) {
    tiff = try TIFFStructure(bytes)
    let main = try tiff.directory(tiff.mainOffset)
    let exif = try tiff.subdirectory(main, EXIFTag.exifDirectory)
    guard !main.isTruncated, exif?.isTruncated != true else { throw .exif("a directory runs past the end") }
    for entry in main.entries + (exif?.entries ?? []) {
      // What is appended would become part of such a value.
      guard entry.isSound || entry.count == 0 || TIFFStructure.sizes[entry.type] == nil else {
        throw .exif("the value of tag 0x\(String(entry.tag, radix: 16)) lies outside")
      }
    }
    for directory in [main, exif].compactMap({ $0 }) { completeLink(of: directory) }
  }

  /// Completes a directory at the end of the structure whose offset of a next directory is missing: what is appended would
  /// be taken for it.
  private mutating func completeLink(of directory: TIFFStructure.Directory) {
    let missing = directory.linkOffset + 4 - tiff.bytes.count
    guard !directory.hasLink, missing > 0 else { return }
    if missing < 4, TIFFLayout(tiff).claims.allSatisfy({ $0.range.upperBound <= directory.linkOffset }) {
      erase(directory.linkOffset..<tiff.bytes.count)
    }
    tiff.pad(missing)
  }

  /// EXIF as it must be when there was none (CIPA DC-008, table of mandatory tags), which says nothing but the density
  /// of pixels that the file declares elsewhere.
  init(density: PixelDensity, width: Int, height: Int, isJPEG: Bool) throws(MetadataError) {
    // Little-endian: some programs swap the words of LearningOptOutIn when they turn EXIF round, and those that write PNG
    // turn it to this order.
    tiff = try TIFFStructure(Array("II".utf8) + [42, 0, 8, 0, 0, 0])
    var main = mandatoryMain(density: density, isJPEG: isJPEG)
    let exif = mandatory(width: width, height: height, isJPEG: isJPEG)
    let exifOffset = append(entries: exif, next: [0, 0, 0, 0], old: [])
    main.append((EXIFTag.exifDirectory, Value(type: 4, count: 1, bytes: tiff.encoded(exifOffset, 4))))
    let mainOffset = append(entries: main, next: [0, 0, 0, 0], old: [])
    tiff.overwrite(4, tiff.encoded(mainOffset, 4))
  }

  // MARK: - Values

  func long(_ value: Int) -> Value { Value(type: 4, count: 1, bytes: tiff.encoded(value, 4)) }

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

  private func mandatoryMain(density: PixelDensity, isJPEG: Bool) -> [(Int, Value?)] {
    let rational: (Int) -> Value = { [tiff] in
      Value(type: 5, count: 1, bytes: tiff.encoded($0, 4) + tiff.encoded(density.denominator, 4))
    }
    var main: [(Int, Value?)] = [
      (EXIFTag.xResolution, rational(density.x)), (EXIFTag.yResolution, rational(density.y)),
      (EXIFTag.resolutionUnit, short(density.isMetric ? 3 : 2)),
    ]
    if isJPEG { main.append((EXIFTag.yCbCrPositioning, short(1))) }
    return main
  }

  private func mandatory(width: Int, height: Int, isJPEG: Bool) -> [(Int, Value?)] {
    var entries: [(Int, Value?)] = [(EXIFTag.version, Value(type: 7, count: 4, bytes: Array("0310".utf8)))]
    if isJPEG { entries.append((EXIFTag.components, Value(type: 7, count: 4, bytes: [1, 2, 3, 0]))) }
    entries.append((EXIFTag.flashpix, Value(type: 7, count: 4, bytes: Array("0100".utf8))))
    // Uncalibrated: what the colours mean is said elsewhere, if at all.
    entries.append((EXIFTag.colourSpace, short(0xFFFF)))
    entries.append((EXIFTag.width, Value(type: 4, count: 1, bytes: tiff.encoded(width, 4))))
    entries.append((EXIFTag.height, Value(type: 4, count: 1, bytes: tiff.encoded(height, 4))))
    return entries
  }

  // MARK: - Checking

  /// Reads the structure again.
  ///
  /// - Parameter before: the structure before the edit.
  /// - Throws: `MetadataError.exif` unless all tags that were not meant to change have the values that they had.
  func check(against before: [UInt8]) throws(MetadataError) {
    let old = TIFFLayout(try TIFFStructure(before)).values(in: before)
    let new = TIFFLayout(try TIFFStructure(tiff.bytes)).values(in: tiff.bytes)
    let places = Set(old.keys).union(new.keys).filter { !touched.contains($0) && !touchedRoles.contains($0.role) }
    if let lost = places.first(where: { old[$0] != new[$0] }) {
      throw .exif("an edit would change tag 0x\(String(lost.tag, radix: 16))")
    }
  }

  // MARK: - Editing

  /// Gives an empty main directory, which GIMP 3 writes, what it must have before it leads to an EXIF directory.
  mutating func fillEmptyMain(density: PixelDensity, isJPEG: Bool) throws(MetadataError) {
    guard try tiff.directory(tiff.mainOffset).entries.isEmpty else { return }
    try setMain(mandatoryMain(density: density, isJPEG: isJPEG).map { (tag: $0.0, value: $0.1) })
  }

  /// Sets (or, with `nil`, removes) entries of the main directory.
  mutating func setMain(_ changes: [(tag: Int, value: Value?)]) throws(MetadataError) {
    let main = try tiff.directory(tiff.mainOffset)
    touched.formUnion(changes.map { TIFFLayout.Place(role: .main, tag: $0.tag) })
    if let offset = rewrite(main, changes) { tiff.overwrite(4, tiff.encoded(offset, 4)) }
  }

  /// Sets or removes entries of the EXIF directory, which is made when there is none and something is set.
  mutating func setExif(
    _ changes: [(tag: Int, value: Value?)], width: Int, height: Int, isJPEG: Bool
  ) throws(MetadataError) {
    let main = try tiff.directory(tiff.mainOffset)
    touched.formUnion(changes.map { TIFFLayout.Place(role: .exif, tag: $0.tag) })
    if let exif = try tiff.subdirectory(main, EXIFTag.exifDirectory) {
      guard let offset = rewrite(exif, changes), let pointer = main[EXIFTag.exifDirectory] else { return }
      tiff.overwrite(pointer.value.lowerBound, tiff.encoded(offset, 4))
      return
    }
    let wanted = changes.filter { $0.value != nil }
    guard !wanted.isEmpty else { return }
    touchedRoles.insert(.exif)
    let all = (mandatory(width: width, height: height, isJPEG: isJPEG) + wanted.map { ($0.tag, $0.value) })
      .sorted { $0.0 < $1.0 }
    let offset = append(entries: all, next: [0, 0, 0, 0], old: [])
    try setMain([(EXIFTag.exifDirectory, Value(type: 4, count: 1, bytes: tiff.encoded(offset, 4)))])
  }

  /// Removes the tags that tell these kinds of information, or of which nobody knows what they tell, and zeroes their values.
  ///
  /// - Returns: what was removed, in words.
  mutating func strip(_ kinds: PrivateInformation) throws(MetadataError) -> [String] {
    var removed: [String] = []
    if TIFFLayout(tiff).tags(of: [.thumbnail, .sub]).contains(where: { EXIFSensitivity.of($0).isRemoved(with: kinds) })
    {
      let previews = EXIFPreviews(tiff.bytes)
      tiff = try TIFFStructure(previews.bytes)
      touchedRoles.formUnion([.thumbnail, .sub])
      removed += previews.found
    }
    let main = try tiff.directory(tiff.mainOffset)
    if kinds.contains(.location), main[EXIFTag.gpsDirectory] != nil {
      if let gps = try tiff.subdirectory(main, EXIFTag.gpsDirectory) { blank(gps) }
      touchedRoles.insert(.gps)
    }
    let isRemoved = { (entry: TIFFStructure.Entry) in EXIFSensitivity.of(entry.tag).isRemoved(with: kinds) }
    if let exif = try tiff.subdirectory(main, EXIFTag.exifDirectory) {
      let tags = exif.entries.filter(isRemoved).map(\.tag)
      removed += tags.map(EXIFSensitivity.name)
      try setExif(tags.map { ($0, nil) }, width: 0, height: 0, isJPEG: false)
    }
    let tags = main.entries.filter(isRemoved).map(\.tag)
    removed += tags.map(EXIFSensitivity.name)
    try setMain(tags.map { ($0, nil) })
    return removed
  }

  /// Rewrites a directory: in place where each new value is as long as the old one, else at the end.
  ///
  /// - Returns: the new offset; `nil` if the directory stays where it is.
  private mutating func rewrite(_ directory: TIFFStructure.Directory, _ changes: [(tag: Int, value: Value?)]) -> Int? {
    let layout = TIFFLayout(tiff)
    var pending: [(tag: Int, value: Value?)] = []
    for change in changes {
      let old = directory[change.tag]
      if let value = change.value {
        if let old, self.value(old) == value { continue }
        if let old, old.isSound, old.type == value.type, old.value.count == value.bytes.count,
          layout.isAlone(old, in: directory)
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
    let link = directory.linkOffset
    let next = directory.hasLink ? Array(tiff.bytes[link..<link + 4]) : [0, 0, 0, 0]
    let tags = Set(pending.map(\.tag))
    let kept = directory.entries.filter { !tags.contains($0.tag) }.map { entry in
      (entry.tag, Array(tiff.bytes[entry.offset..<entry.offset + 12]))
    }
    for entry in directory.entries where tags.contains(entry.tag) && layout.isAlone(entry, in: directory) {
      erase(entry.value)
    }
    let added = pending.compactMap { change in change.value.map { (change.tag, Optional($0)) } }
    if layout.isTableAlone(of: directory) { erase(directory.range) }
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

  /// Zeroes a directory that nothing will point to any more, and its values, unless they belong to something else as well.
  private mutating func blank(_ directory: TIFFStructure.Directory) {
    let layout = TIFFLayout(tiff)
    for entry in directory.entries where layout.isAlone(entry, in: directory) { erase(entry.value) }
    if layout.isTableAlone(of: directory) { erase(directory.range) }
  }

  private mutating func erase(_ range: Range<Int>) {
    tiff.overwrite(range.lowerBound, [UInt8](repeating: 0, count: range.count))
  }
}

extension TIFFLayout {
  /// Whether only one entry of `directory` has the bytes of its value: in hostile structures values and directories overlap.
  fileprivate func isAlone(_ entry: TIFFStructure.Entry, in directory: TIFFStructure.Directory) -> Bool {
    let sharing = claims.filter { claim in
      claim.range.overlaps(entry.value)
        && !(entry.isInline && claim.content == .table && claim.directory == directory.offset)
    }
    return sharing.count == 1
  }

  /// Whether the bytes of a directory, but for the values in its entries, belong to nothing else.
  fileprivate func isTableAlone(of directory: TIFFStructure.Directory) -> Bool {
    let table = directory.offset..<directory.linkOffset
    return !claims.contains { claim in
      guard claim.range.overlaps(directory.range) else { return false }
      guard claim.directory == directory.offset else { return true }
      return claim.content != .table && !(table.contains(claim.range.lowerBound) && claim.range.count <= 4)
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
