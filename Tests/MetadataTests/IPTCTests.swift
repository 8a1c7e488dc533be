import Crypto
import ImageCodec
import ImageContainer
import Metadata
import Testing

@Suite struct IPTCTests {
  private static func dataSet(_ record: UInt8, _ number: UInt8, _ value: [UInt8]) -> [UInt8] {
    [0x1C, record, number, UInt8(value.count >> 8), UInt8(value.count & 255)] + value
  }

  private static func segment(_ resources: [(id: Int, data: [UInt8])]) -> MetadataBlock {
    let bytes = resources.reduce(into: Array("Photoshop 3.0\0".utf8)) { out, resource in
      out += Array("8BIM".utf8) + [UInt8(resource.id >> 8), UInt8(resource.id & 255), 0, 0]
      out += [0, 0, UInt8(resource.data.count >> 8), UInt8(resource.data.count & 255)] + resource.data
      if resource.data.count % 2 == 1 { out.append(0) }
    }
    return MetadataBlock(kind: .segment(0xED), bytes: bytes, position: .beforeImage)
  }

  private func values(_ blocks: [MetadataBlock], _ field: String) -> [String] {
    MetadataReader.summary(blocks).rights.filter { $0.carrier == "iptc" && $0.field == field }.map(\.value)
  }

  @Test func keepsOtherDataSetsAndResources() throws {
    let keyword = Self.dataSet(2, 25, Array("keyword".utf8))
    let stream = Self.dataSet(2, 0, [0, 2]) + keyword + Self.dataSet(2, 80, Array("Old".utf8))
    let block = Self.segment([(0x03ED, [1, 2, 3]), (0x0404, stream), (0x07D0, Array("path".utf8))])
    let edited = Sample.apply(Sample.everything, [block]).blocks
    let segment = try #require(edited.first { $0.kind == .segment(0xED) }).bytes
    for kept in [keyword, Array("path".utf8), [0x03, 0xED, 0, 0, 0, 0, 0, 3, 1, 2, 3, 0]] {
      #expect((0...(segment.count - kept.count)).contains { segment[$0..<$0 + kept.count].elementsEqual(kept) })
    }
    #expect(values(edited, "creator") == ["Ada Exämple"])
    #expect(values(edited, "contact") == ["ada@example.org"])
    #expect(edited.count { $0.kind == .segment(0xED) } == 1)
    #expect(Sample.apply(Sample.everything, edited).blocks == edited)
  }

  /// Photoshop takes IPTC with a digest that is not its own for edited by another program, and lets XMP win.
  @Test func theDigestIsRenewed() throws {
    let stream = Self.dataSet(2, 0, [0, 2]) + Self.dataSet(2, 80, Array("Old".utf8))
    let old = Array(Insecure.MD5.hash(data: stream))
    let edited = Sample.apply(Sample.everything, [Self.segment([(0x0404, stream), (0x0425, old)])]).blocks
    let resources = PhotoshopResources(edited).resources
    let iptc = try #require(resources.first { $0.identifier == 0x0404 })
    let digest = try #require(resources.first { $0.identifier == 0x0425 })
    #expect(Array(digest.data) != old)
    #expect(Array(digest.data) == Array(Insecure.MD5.hash(data: iptc.data)))
  }

  /// The same resources as ImageMagick puts them into PNG text.
  private static func raw(_ segment: MetadataBlock) -> MetadataBlock {
    let bytes = segment.bytes.dropFirst(14)
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return MetadataBlock(
      kind: .chunk("tEXt"), bytes: Array("Raw profile type iptc\0\niptc\n    \(bytes.count)\n\(digits)\n".utf8),
      position: .beforeImage)
  }

  @Test func rawProfilesOfPNGAreEdited() throws {
    let stream =
      Self.dataSet(2, 25, Array("keyword".utf8)) + Self.dataSet(2, 80, Array("Old".utf8))
      + Self.dataSet(2, 90, Array("Vienna".utf8))
    let block = Self.raw(Self.segment([(0x0404, stream)]))
    #expect(values([block], "creator") == ["Old"])
    #expect(MetadataReader.summary([block]).location == ["iptc 2:90"])
    let edited = Sample.apply(Sample.everything, [block], .png).blocks
    #expect(values(edited, "creator") == ["Ada Exämple"])
    #expect(Sample.apply(Sample.everything, edited, .png).blocks == edited)
    let stripped = Sample.apply(MetadataEdit(stripsLocation: true), [block], .png).blocks
    #expect(MetadataReader.summary(stripped).location.isEmpty && values(stripped, "creator") == ["Old"])
    let cleared = Sample.apply(MetadataEdit(clearsRights: true), [block], .png).blocks
    #expect(values(cleared, "creator").isEmpty && MetadataReader.summary(cleared).location == ["iptc 2:90"])
    // One that cannot be read may tell anything.
    var broken = block
    broken.bytes[broken.bytes.count - 3] = UInt8(ascii: "x")
    #expect(throws: MetadataError.self) {
      try MetadataEditor.apply(MetadataEdit(strips: .all), to: [broken], format: .png, width: 8, height: 8)
    }
    let replaced = Sample.apply(MetadataEdit(strips: .all, replacesDamaged: true), [broken], .png).blocks
    #expect(replaced.isEmpty)
  }

  @Test func keepsTheCharacterSet() {
    // Latin-1 without a word about it.
    let stream = Self.dataSet(2, 120, [0x43, 0x61, 0x66, 0xE9])
    let latin = Sample.apply(
      MetadataEdit(rights: RightsStatement(creator: "Ren\u{E9}")), [Self.segment([(0x0404, stream)])])
    #expect(latin.notes.isEmpty)
    #expect(values(latin.blocks, "creator") == ["Ren\u{E9}"])
    let impossible = Sample.apply(
      MetadataEdit(rights: RightsStatement(creator: "任")), [Self.segment([(0x0404, stream)])])
    #expect(impossible.notes.contains { $0.contains("character set") })
    #expect(impossible.blocks.contains(Self.segment([(0x0404, stream)])))
  }

  @Test func cutsAtCharacters() throws {
    let long = Sample.apply(MetadataEdit(rights: RightsStatement(creator: String(repeating: "ä", count: 40))), [])
    #expect(long.notes.contains { $0.contains("2:80") })
    #expect(values(long.blocks, "creator") == [String(repeating: "ä", count: 16)])
  }

  @Test(
    arguments: [
      [0x1C, 2, 80, 0x7F, 0xFF, 65], [0x1C, 2, 80, 0x80, 9, 0, 0], [0x1C, 2, 80, 0x84], [1, 2, 3, 4, 5, 6],
    ] as [[UInt8]])
  func leavesBrokenStreamsAlone(_ stream: [UInt8]) {
    let block = Self.segment([(0x0404, stream)])
    let edited = Sample.apply(Sample.everything, [block])
    #expect(edited.blocks.contains(block))
    #expect(edited.notes.contains { $0.hasPrefix("the IPTC cannot be edited as asked") })
  }

  @Test func removesPlaces() {
    let block = Self.segment([(0x0404, Self.dataSet(2, 90, Array("Vienna".utf8)) + Self.dataSet(2, 25, [65]))])
    #expect(MetadataReader.summary([block]).location == ["iptc 2:90"])
    let edited = Sample.apply(MetadataEdit(stripsLocation: true), [block]).blocks
    #expect(MetadataReader.summary(edited).location.isEmpty)
  }
}
