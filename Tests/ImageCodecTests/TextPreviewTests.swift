import ImageCodec
import ImageContainer
import Testing

/// Pictures of the unchanged picture inside text chunks of PNG.
@Suite struct TextPreviewTests {
  @Test(arguments: [true, false])
  func findsThumbnailsInXMP(isCompressed: Bool) throws {
    let block = { (packet: String) in
      TextChunk(
        keyword: "XML:com.adobe.xmp", kind: .international(tags: [0, 0], isCompressed: isCompressed),
        text: Array(packet.utf8)
      ).block(.beforePalette)
    }
    let space = "xmlns:i=\"http://ns.adobe.com/xap/1.0/g/img/\""
    #expect(try #require(block("<x \(space) i:image=\"AAAA\"/>")).mayChange)
    #expect(try #require(block("<x \(space)><i:image>AAAA</i:image></x>")).mayChange)
    #expect(try !#require(block("<x \(space) i:image=\"\"/>")).mayChange)
    // What no parser reads, and names a picture, goes as a whole.
    #expect(try #require(block("<x xmpGImg:image=\"AAAA\">")).mayChange)
  }

  /// EXIF as ImageMagick kept it: a main directory, and one of a thumbnail.
  @Test(arguments: [TextChunk.Kind.plain, .compressed], [0, 26])
  func findsThumbnailsInRawProfiles(kind: TextChunk.Kind, next: UInt8) throws {
    let entry: [UInt8] = [0x12, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    let exif =
      Array("Exif\0\0II*\0".utf8) + [8, 0, 0, 0, 1, 0] + entry + [next, 0, 0, 0]
      + [1, 0, 3, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
    let digits = exif.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let text = "\nexif\n      \(exif.count)\n\(digits)\n"
    let chunk = TextChunk(keyword: "Raw profile type exif", kind: kind, text: Array(text.utf8))
    let block = try #require(chunk.block(.beforePalette))
    let profile = try #require(RawProfile(block))
    #expect(profile.isSound && profile.bytes == exif)
    #expect(profile.block(.beforePalette).flatMap { RawProfile($0) }?.bytes == exif)
    #expect(block.mayChange == (next != 0))
  }

  @Test(arguments: ["\nexif\n      4\n00ff\n", "\nexif\n      2\n00fx\n", "\nexif\n      x\n00ff\n"])
  func tellsUnsoundProfiles(text: String) throws {
    let chunk = TextChunk(keyword: "Raw profile type exif", kind: .plain, text: Array(text.utf8))
    let block = try #require(chunk.block(.beforePalette))
    let profile = try #require(RawProfile(block))
    #expect(!profile.isSound)
  }
}
