import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Testing

/// Builds TIFF structures by hand.
private struct Builder {
  var bytes: [UInt8]
  let little: Bool

  init(little: Bool) {
    self.little = little
    bytes = little ? [0x49, 0x49, 42, 0, 8, 0, 0, 0] : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8]
  }

  func number(_ value: Int, _ size: Int) -> [UInt8] {
    let big = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
    return little ? big.reversed() : big
  }

  mutating func directory(_ entries: [(tag: Int, type: Int, count: Int, field: Int)], next: Int = 0) {
    bytes += number(entries.count, 2)
    for entry in entries {
      bytes += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4)
      bytes += entry.type == 3 && entry.count == 1 ? number(entry.field, 2) + [0, 0] : number(entry.field, 4)
    }
    bytes += number(next, 4)
  }

  var block: MetadataBlock {
    MetadataBlock(kind: .segment(0xE1), bytes: Array("Exif\0\0".utf8) + bytes, position: .beforeImage)
  }
}

@Suite struct EXIFTests {
  private static let makerNote = Array("MAKER NOTE with offset 0x62".utf8)

  /// Main directory at 8, EXIF directory at 38 with a maker note at 62, thumbnail directory at 90.
  private static func camera(little: Bool) -> Builder {
    var builder = Builder(little: little)
    builder.directory([(0x0112, 3, 1, 6), (0x8769, 4, 1, 38)], next: 90)
    builder.directory([(0x927C, 7, makerNote.count, 62)])
    builder.bytes += [UInt8](repeating: 0, count: 62 - builder.bytes.count)
    builder.bytes += makerNote + [0]
    builder.directory([(0x0103, 3, 1, 6)])
    return builder
  }

  /// A description of Latin letters in front of an EXIF directory, behind the main directory: longer than one segment where that is long.
  private static func described(length: Int) -> [UInt8] {
    var builder = Builder(little: true)
    let description = 38
    builder.directory([(0x010E, 2, length, description), (0x8769, 4, 1, description + length)])
    builder.bytes += (0..<length - 1).map { UInt8(65 + $0 % 26) } + [0]
    builder.directory([(0x9003, 2, 4, 0x0031_3233)])
    return builder.bytes
  }

  /// EXIF in several segments, cut at a place as ExifTool and Pillow join it again.
  private static func segments(_ structure: [UInt8], cutAt place: Int) -> [MetadataBlock] {
    [structure[..<place], structure[place...]].map {
      MetadataBlock(kind: .segment(0xE1), bytes: Array("Exif\0\0".utf8) + $0, position: .beforeImage)
    }
  }

  /// EXIF that runs on over segments is edited as one: in one segment where it fits, else in as many as it needs.
  @Test(arguments: [(100, 60), (80_000, 65_527)])
  func editsEXIFInSeveralSegments(length: Int, cut: Int) throws {
    let structure = Self.described(length: length)
    let blocks = Self.segments(structure, cutAt: cut)
    let same = Sample.apply(MetadataEdit(), blocks)
    #expect(same.blocks == blocks && same.notes.isEmpty)
    let edited = Sample.apply(MetadataEdit(optOut: .all), blocks)
    let segments = edited.blocks.filter(\.isExif)
    #expect(segments.count == (length > 65_000 ? 2 : 1))
    #expect(edited.notes.count == (length > 65_000 ? 1 : 0))
    #expect(segments.allSatisfy { $0.bytes.count <= JPEGSegments.maxPayload })
    let tiff = try TIFFStructure(segments.flatMap { $0.bytes.dropFirst(6) })
    let main = try tiff.directory(tiff.mainOffset)
    let description = try #require(main[0x010E])
    #expect(tiff.bytes[description.value] == structure[38..<38 + length])
    #expect(try tiff.subdirectory(main, 0x8769)?[0x9287] != nil)
    #expect(MetadataReader.summary(edited.blocks).optOuts.contains { $0.carrier == "exif:LearningOptOutIn" })
  }

  /// A writer with nothing to say: a main directory, and an EXIF directory, without entries.
  @Test(arguments: [true, false])
  func fillsEmptyDirectories(little: Bool) throws {
    var empty = Builder(little: little)
    empty.directory([])
    var child = Builder(little: little)
    child.directory([(0x8769, 4, 1, 26)])
    child.directory([])
    for builder in [empty, child] {
      let edited = Sample.apply(Sample.everything, [builder.block])
      #expect(edited.notes.isEmpty)
      let summary = MetadataReader.summary(edited.blocks)
      #expect(summary.optOuts.contains { $0.carrier == "exif:LearningOptOutIn" && $0.means == "all" })
      #expect(summary.warnings.isEmpty)
    }
  }

  /// GIMP 3 writes a main directory without entries, and a thumbnail behind it.
  @Test func editsEmptyDirectoriesWithALink() throws {
    var builder = Builder(little: true)
    builder.directory([], next: 14)
    builder.directory([(0x0103, 3, 1, 6)])
    let edited = Sample.apply(Sample.everything, [builder.block])
    #expect(edited.notes.isEmpty)
    let summary = MetadataReader.summary(edited.blocks)
    #expect(summary.optOuts.contains { $0.carrier == "exif:LearningOptOutIn" && $0.means == "all" })
    var notes: [String] = []
    _ = Previews.dropped(from: edited.blocks, notes: &notes)
    #expect(notes == ["the EXIF thumbnail was dropped: it belongs to the unchanged picture"])
  }

  /// Four bytes behind the last entry that belong to a value are no link, and a preview is nothing that is not there.
  @Test func readsDirectoriesWithoutALink() throws {
    var builder = Builder(little: true)
    builder.directory([(0x8298, 2, 12, 22)])
    builder.bytes.removeLast(4)
    builder.bytes += Array("26 Ada 2026\0".utf8)
    var notes: [String] = []
    #expect(Previews.dropped(from: [builder.block], notes: &notes) == [builder.block])
    #expect(notes.isEmpty)
    let edited = Sample.apply(MetadataEdit(optOut: .all), [builder.block])
    #expect(edited.notes.isEmpty)
    let summary = MetadataReader.summary(edited.blocks)
    #expect(summary.rights.map(\.value) == ["26 Ada 2026"])
    #expect(summary.optsOut)
  }

  @Test(arguments: [true, false])
  func movesNothing(little: Bool) throws {
    let before = Self.camera(little: little)
    let edited = Sample.apply(Sample.everything, [before.block])
    #expect(edited.notes.isEmpty)
    let after = try #require(edited.blocks.first { $0.isExif }).bytes.dropFirst(6)
    let structure = Array(after)
    #expect(Array(structure[62..<62 + Self.makerNote.count]) == Self.makerNote)
    #expect(Array(structure[90..<before.bytes.count]) == Array(before.bytes[90...]))
    let summary = MetadataReader.summary(edited.blocks)
    #expect(summary.optOuts.contains { $0.carrier == "exif:LearningOptOutIn" && $0.means == "all" })
    #expect(summary.rights.contains { $0.carrier == "exif" && $0.value == "Ada Exämple" })
    #expect(Sample.apply(Sample.everything, edited.blocks).blocks == edited.blocks)
    // The codec still finds the orientation.
    let file = try Sample.file(.jpeg, edited.blocks)
    #expect(try ImageCodec.readHeader(file.rewriting(blocks: file.blocks)).orientation == .right)
  }

  @Test func valuesOfTheSameLengthStayInPlace() throws {
    let once = Sample.apply(MetadataEdit(rights: RightsStatement(creator: "Ada Lovelace")), []).blocks
    let twice = Sample.apply(MetadataEdit(rights: RightsStatement(creator: "Bob Lovelace")), once).blocks
    #expect(twice.first { $0.isExif }?.bytes.count == once.first { $0.isExif }?.bytes.count)
    #expect(MetadataReader.summary(twice).rights.filter { $0.carrier == "exif" }.map(\.value) == ["Bob Lovelace"])
  }

  @Test func strippingLocationErasesIt() throws {
    var builder = Builder(little: false)
    builder.directory([(0x8825, 4, 1, 38), (0x013B, 2, 4, 0x4164_6100)])
    builder.directory([(0x0002, 5, 3, 60)])
    builder.bytes += [UInt8](repeating: 0, count: 60 - builder.bytes.count) + Array("SECRET LATITUDE 48.2081N".utf8)
    let edited = Sample.apply(MetadataEdit(stripsLocation: true), [builder.block])
    let exif = try #require(edited.blocks.first).bytes
    #expect(!String(decoding: exif, as: UTF8.self).contains("SECRET"))
    #expect(MetadataReader.summary(edited.blocks).location.isEmpty)
    #expect(edited.notes.contains { $0.contains("GPS") })
    #expect(MetadataReader.summary([builder.block]).location == ["exif GPS"])
  }

  /// Loops, directories past the end, values outside, overlaps with everything.
  @Test(arguments: 0..<8)
  func leavesHostileStructuresAlone(_ kind: Int) {
    var builder = Builder(little: true)
    switch kind {
    case 0: builder.directory([(0x8769, 4, 1, 8)])
    case 1: builder.directory([(0x8769, 4, 1, 0x7FFF_FFFF)])
    case 2: builder.directory([(0x010E, 2, 0x7FFF_FFFF, 20)])
    case 3: builder.bytes += [0xFF, 0xFF, 0, 0]
    case 4: builder.bytes = Array(builder.bytes.prefix(6))
    case 5: builder.bytes = [0x49, 0x49, 42, 0, 0xFF, 0xFF, 0xFF, 0xFF]
    case 6: builder.directory([(0x8769, 2, 1, 8)])
    default: builder.directory([(0x010E, 5, 0x2000_0000, 8)])
    }
    let edited = Sample.apply(Sample.everything, [builder.block])
    #expect(edited.blocks == [builder.block])
    #expect(edited.notes.contains { $0.hasPrefix("the EXIF cannot be edited as asked") })
    _ = Sample.apply(MetadataEdit(stripsLocation: true), [builder.block])
    var edit = Sample.everything
    edit.replacesDamaged = true
    edit.stripsLocation = true
    let replaced = Sample.apply(edit, [builder.block])
    #expect(replaced.notes.contains { $0.hasPrefix("the EXIF could not be edited") })
    #expect(MetadataReader.summary(replaced.blocks).optsOut)
    #expect(MetadataReader.summary(replaced.blocks).warnings.isEmpty)
  }

  @Test func sharedBytesAreNotErased() throws {
    // Artist and description share one value; only the artist changes.
    var builder = Builder(little: false)
    builder.directory([(0x010E, 2, 12, 38), (0x013B, 2, 12, 38)])
    builder.bytes += Array("shared text\0".utf8)
    let edited = Sample.apply(MetadataEdit(rights: RightsStatement(creator: "Somebody else")), [builder.block]).blocks
    #expect(String(decoding: try #require(edited.first { $0.isExif }).bytes, as: UTF8.self).contains("shared text"))
  }

  @Test func leavesAFullSegmentAlone() {
    var builder = Self.camera(little: false)
    builder.bytes += [UInt8](repeating: 1, count: 65_520 - builder.bytes.count)
    let edited = Sample.apply(Sample.everything, [builder.block])
    #expect(edited.blocks.contains(builder.block))
    #expect(edited.notes.contains { $0.contains("no room") })
  }
}
