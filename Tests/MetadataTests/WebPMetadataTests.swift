import Files
import ImageContainer
import Metadata
import Testing

/// Rights and opt-outs in the chunks of a WebP file.
struct WebPMetadataTests {
  /// One lossless pixel.
  private static let pixel: [UInt8] =
    Array("RIFF".utf8) + [26, 0, 0, 0] + Array("WEBPVP8L".utf8) + [13, 0, 0, 0]
    + [0x2F, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 0x07, 0]

  private static let edit = MetadataEdit(
    optOut: .all, rights: RightsStatement(creator: "Ada", copyright: "© Ada", contact: "ada@example.org"))

  private static func edited(_ file: MetadataFile, _ edit: MetadataEdit) throws -> [UInt8] {
    let (blocks, notes) = try MetadataEditor.apply(
      edit, to: file.blocks, format: file.format, width: file.width, height: file.height)
    #expect(notes.isEmpty)
    return try file.rewriting(blocks: blocks)
  }

  @Test func declarationsAreReadBack() throws {
    let file = try MetadataFile(Self.pixel)
    #expect(file.format == .webp)
    #expect((file.width, file.height) == (1, 1))
    #expect(file.blocks.isEmpty)
    let written = try Self.edited(file, Self.edit)
    let again = try MetadataFile(written)
    #expect(again.blocks.map(\.name) == ["EXIF", "XMP "])
    let summary = MetadataReader.summary(again.blocks)
    #expect(Set(summary.optOuts.map(\.carrier)).isSuperset(of: ["exif:LearningOptOutIn", "xmp:plus:DataMining"]))
    #expect(summary.rights.contains { $0.carrier == "xmp" && $0.field == "creator" && $0.value == "Ada" })
    #expect(summary.rights.contains { $0.carrier == "exif" && $0.field == "copyright" && $0.value == "© Ada" })
    // Doing the same again changes nothing.
    #expect(try Self.edited(again, Self.edit) == written)
  }

  @Test func theHeaderSaysWhatThereIs() throws {
    let written = try Self.edited(MetadataFile(Self.pixel), Self.edit)
    // RIFF, its length, WEBP, then VP8X with ten bytes: EXIF and XMP; the pixel's header says that it has alpha.
    #expect(written[4..<8] == (UInt32(written.count - 8).littleEndianBytes)[...])
    #expect(written[12..<20].elementsEqual(Array("VP8X".utf8) + [10, 0, 0, 0]))
    #expect(written[20] == WebPLayout.exifFlag | WebPLayout.xmpFlag | WebPLayout.alphaFlag)
    #expect(written[24..<30].allSatisfy { $0 == 0 })
  }

  @Test func withoutMetadataTheFileIsAsItWas() throws {
    let written = try Self.edited(MetadataFile(Self.pixel), Self.edit)
    #expect(try MetadataFile(written).rewriting(blocks: []) == Self.pixel)
  }

  @Test func aTrailerIsKeptOrDropped() throws {
    let file = try MetadataFile(Self.pixel + [1, 2, 3])
    #expect(file.trailerLength == 3)
    #expect(try file.rewriting(blocks: []) == Self.pixel + [1, 2, 3])
    #expect(try file.rewriting(blocks: [], keepsTrailer: false) == Self.pixel)
  }

  @Test func brokenFilesAreRefused() {
    for count in 12..<Self.pixel.count {
      #expect(throws: MetadataError.self) { try MetadataFile(Array(Self.pixel.prefix(count))) }
    }
  }
}
