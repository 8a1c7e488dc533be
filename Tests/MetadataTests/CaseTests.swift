import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Testing

/// Files of `../shared/cases`, each of which stands for a kind that was handled wrongly once.
@Suite(.enabled(if: Case.areThere, "needs ../shared/cases"))
struct CaseTests {
  private func edit(_ name: String, _ edit: MetadataEdit) throws -> (file: MetadataFile, notes: [String]) {
    let (bytes, notes) = try MetadataFile(Case.bytes(name)).applying(edit)
    _ = try ImageCodec.readHeader(bytes)
    return (try MetadataFile(bytes), notes)
  }

  @Test(arguments: [
    ("01-strip-location-damaged-tag.jpg", MetadataEdit(stripsLocation: true)),
    ("01-opt-out-damaged-xmp-exif.jpg", MetadataEdit(optOut: .all)),
  ])
  func failsOrReplaces(_ name: String, _ wanted: MetadataEdit) throws {
    #expect(throws: MetadataError.self) { try edit(name, wanted) }
    var replacing = wanted
    replacing.replacesDamaged = true
    let (file, notes) = try edit(name, replacing)
    #expect(notes.contains { $0.contains("could not be edited and was removed or replaced") })
    let summary = MetadataReader.summary(file.blocks)
    #expect(summary.location.isEmpty && summary.warnings.isEmpty)
    if !wanted.optOut.isEmpty { #expect(summary.optsOut) }
  }

  @Test func blankPacketsAreFilled() throws {
    #expect(MetadataReader.summary(try edit("01-xmp-spaces.jpg", MetadataEdit(optOut: .all)).file.blocks).optsOut)
  }

  @Test(arguments: ["02-dji-xmp.jpg", "02-png-text-gps.png"])
  func vendorsPositionsAreShownAndRemoved(_ name: String) throws {
    #expect(!MetadataReader.summary(of: try MetadataFile(Case.bytes(name))).location.isEmpty)
    let (file, notes) = try edit(name, MetadataEdit(stripsLocation: true))
    let summary = MetadataReader.summary(of: file)
    #expect(summary.location.isEmpty && summary.serials.isEmpty)
    #expect(notes.contains { $0.hasPrefix("removed from") })
  }

  @Test func namesGoFromEveryField() throws {
    let (file, _) = try edit("02-names-in-siblings.jpg", MetadataEdit(clearsRights: true))
    let text = String(decoding: file.blocks.flatMap(\.bytes), as: Unicode.ASCII.self)
    #expect(!text.contains("Real Name"))
    #expect(!text.contains("R\0e\0a\0l\0"))
  }

  @Test(arguments: ["03-exif-no-next-link.jpg", "04-orientation6-no-next-link.jpg"])
  func directoriesWithoutALinkKeepTheirTags(_ name: String) throws {
    let file = try MetadataFile(Case.bytes(name))
    var notes: [String] = []
    #expect(Previews.dropped(from: file.blocks, notes: &notes) == file.blocks)
    let header = try ImageCodec.readHeader(Case.bytes(name))
    let stripped = try file.applying(MetadataEdit(stripsAll: true)).bytes
    #expect(try ImageCodec.readHeader(stripped).orientation == header.orientation)
  }

  @Test(arguments: ["05-ultra-hdr-mpf-before-jfif.jpg", "uhdr.jpg"])
  func indexesOfPicturesAreMoved(_ name: String) throws {
    let before = try Case.bytes(name)
    let (bytes, _) = try MetadataFile(before).applying(Sample.everything)
    let places = try #require(Case.furtherPictures(bytes))
    #expect(!places.isEmpty)
    #expect(places.count == Case.furtherPictures(before)?.count)
    for place in places { #expect(bytes[place..<place + 3].elementsEqual([0xFF, 0xD8, 0xFF])) }
    // What is dropped is named, and nothing promises it any more.
    var notes: [String] = []
    let dropped = Previews.dropped(from: try MetadataFile(before).blocks, notes: &notes)
    #expect(notes.contains { $0.contains("HDR gain map") })
    let text = String(decoding: dropped.flatMap(\.bytes), as: Unicode.ASCII.self)
    #expect(!text.contains("GainMap") && !text.contains("MPF\0"))
  }

  /// What is dropped is not promised any more, whether the picture changes or not.
  @Test(arguments: [false, true])
  func promisesOfDroppedPicturesGo(isChanged: Bool) throws {
    let bytes = try Case.bytes("05-ultra-hdr-mpf-before-jfif.jpg")
    let artwork = try ImageCodec.read(bytes)
    var samples = artwork.samples
    if isChanged, case .eight(let levels) = samples { samples = .eight(ContiguousArray(levels.map { $0 / 2 })) }
    let written = try ImageCodec.rewrite(bytes, as: artwork, samples: samples)
    #expect(written.notes.contains { $0.contains("HDR gain map") })
    let file = try MetadataFile(written.bytes)
    #expect(file.trailer.isEmpty && Case.furtherPictures(written.bytes) == nil)
    #expect(!file.blocks.contains { String(decoding: $0.bytes, as: UTF8.self).contains("GainMap") })
  }

  @Test func cmykNeedsNoMarker() throws {
    let bytes = try Case.bytes("06-cmyk-with-adobe-marker.jpg")
    let file = try MetadataFile(bytes)
    let bare = try file.rewriting(blocks: file.blocks.filter { $0.kind != .segment(0xEE) })
    #expect(try ImageCodec.read(bytes).workingCopy() == ImageCodec.read(bare).workingCopy())
  }

  @Test func iptcPreviewsGo() throws {
    var notes: [String] = []
    let blocks = Previews.dropped(from: try MetadataFile(Case.bytes("iim.jpg")).blocks, notes: &notes)
    #expect(notes.contains { $0.hasPrefix("the IPTC preview") })
    let picture: [UInt8] = [0xFF, 0xD8, 0xFF]
    #expect(
      !blocks.contains { block in
        (0..<max(0, block.bytes.count - 3)).contains { block.bytes[$0..<$0 + 3].elementsEqual(picture) }
      })
  }

  @Test func emptyDirectoriesOfGIMPAreEdited() throws {
    let (file, notes) = try edit("gimp3-plain.jpg", MetadataEdit(optOut: .all))
    #expect(notes.isEmpty)
    #expect(MetadataReader.summary(file.blocks).optsOut)
    // What a directory must have that leads to another (CIPA DC-008, table of mandatory tags).
    let block = file.blocks.first(where: \.isExif)
    let exif = try #require(block)
    let tiff = try TIFFStructure(Array(exif.bytes.dropFirst(6)))
    let tags = try tiff.directory(tiff.mainOffset).entries.map(\.tag)
    #expect(tags == [0x011A, 0x011B, 0x0128, 0x0213, 0x8769])
    var dropped: [String] = []
    _ = Previews.dropped(from: file.blocks, notes: &dropped)
    #expect(dropped.contains("the EXIF thumbnail was dropped: it belongs to the unchanged picture"))
    #expect(!dropped.contains { $0.contains("maker note") })
  }

  @Test func otherBoxesAreNoCredentials() throws {
    let file = try MetadataFile(Case.bytes("jumbf.jpg"))
    #expect(!file.blocks.hasContentCredentials)
    #expect(file.blocks.contains { $0.kind == .segment(0xEB) })
    for name in ["09-signed.jpg", "signed.png"] {
      #expect(try MetadataFile(Case.bytes(name)).blocks.hasContentCredentials, "\(name)")
    }
  }

  @Test(arguments: ["xmp-ztxt-libvips.png", "pj_im7.png"])
  func xmpGoesWhereAdobesToolkitLooks(_ name: String) throws {
    let (file, _) = try edit(name, MetadataEdit(optOut: .all))
    let packets = file.blocks.filter { $0.begins(with: "XML:com.adobe.xmp") }
    #expect(packets.map(\.kind) == [.chunk("iTXt")])
    #expect(packets.allSatisfy { $0.position < .afterImage && Array($0.bytes[18...19]) == [0, 0] })
    #expect(MetadataReader.summary(file.blocks).optsOut)
  }

  @Test func strayBytesGoWithTheirSegment() throws {
    let bytes = try MetadataFile(Case.bytes("14-stray-byte-after-soi.jpg")).applying(MetadataEdit(stripsAll: true))
      .bytes
    #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
    #expect(try ImageCodec.read(bytes).samples == ImageCodec.read(Case.bytes("14-stray-byte-after-soi.jpg")).samples)
  }
}

/// The files of `../shared/cases`.
enum Case {
  private static let folder: String? = {
    let shared =
      ProcessInfo.processInfo.environment["LACQUER_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared").path
    let folder = shared + "/cases"
    return FileManager.default.isReadableFile(atPath: folder + "/README.md") ? folder : nil
  }()

  static var areThere: Bool { folder != nil }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder ?? "")/\(name)")))
  }

  /// Where the index of further pictures (CIPA DC-007) says that they begin, read apart from the product.
  static func furtherPictures(_ bytes: [UInt8]) -> [Int]? {
    let mark = Array("MPF\0".utf8)
    guard let found = (0..<bytes.count - 100).first(where: { bytes[$0..<$0 + 4].elementsEqual(mark) }) else {
      return nil
    }
    let base = found + 4
    let little = bytes[base] == 0x49
    func number(_ at: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 << 8 | Int(bytes[base + at + (little ? size - 1 - $1 : $1)]) }
    }
    let first = number(4, 4)
    for entry in 0..<number(first, 2) where number(first + 2 + 12 * entry, 2) == 0xB002 {
      let at = first + 2 + 12 * entry
      let (count, list) = (number(at + 4, 4) / 16, number(at + 8, 4))
      return (0..<count).map { number(list + 16 * $0 + 8, 4) }.filter { $0 > 0 }.map { base + $0 }
    }
    return nil
  }
}
