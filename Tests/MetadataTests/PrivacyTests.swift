import ImageContainer
import Metadata
import Testing

/// What is removed is what is not known to be harmless.
@Suite struct PrivacyTests {
  private static func text(_ keyword: String, _ value: String) -> MetadataBlock {
    MetadataBlock(kind: .chunk("tEXt"), bytes: Array("\(keyword)\0\(value)".utf8), position: .beforePalette)
  }

  private static func xmp(_ inner: String) -> MetadataBlock {
    Sample.xmp(
      """
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about="" \(inner)/></rdf:RDF></x:xmpmeta>
      """)
  }

  @Test(arguments: [
    ("xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:City=\"Vienna\"", PrivateInformation.location),
    ("xmlns:p=\"http://ns.adobe.com/exif/1.0/aux/\" p:SerialNumber=\"1\"", .device),
    ("xmlns:p=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" p:PersonInImage=\"Bob\"", .people),
    ("xmlns:p=\"http://ns.adobe.com/xap/1.0/mm/\" p:DerivedFrom=\"/home/bob\"", .history),
  ])
  func removesAndShowsByKind(_ inner: String, _ kind: PrivateInformation) throws {
    let block = Self.xmp(inner + " xmlns:d=\"http://purl.org/dc/elements/1.1/\" d:format=\"image/jpeg\"")
    let shown = MetadataReader.summary([block])
    #expect([shown.location, shown.serials, shown.people, shown.history].count { !$0.isEmpty } == 1)
    let other = PrivateInformation.all.subtracting(kind)
    #expect(Sample.apply(MetadataEdit(strips: other), [block]).blocks == [block])
    let (blocks, notes) = Sample.apply(MetadataEdit(strips: kind), [block])
    let text = try #require(Sample.xmp(of: blocks))
    #expect(!text.contains(" p:") && text.contains("d:format"))
    #expect(notes.contains { $0.hasPrefix("removed from XMP: ") })
  }

  /// The names of a vendor's properties say what they may hold, and nobody says what they do not.
  @Test(arguments: [
    ("GpsLatitude", PrivateInformation.location), ("CameraSerialNumber", .device), ("blob7", PrivateInformation()),
  ])
  func vendorsPropertiesGoWithAnything(_ name: String, _ kind: PrivateInformation) throws {
    let block = Self.xmp("xmlns:p=\"http://www.dji.com/drone-dji/1.0/\" p:\(name)=\"48\"")
    let shown = MetadataReader.summary([block])
    #expect(shown.location.isEmpty == !kind.contains(.location) && shown.serials.isEmpty == !kind.contains(.device))
    for strips in [PrivateInformation.location, .device, .people, .history] {
      let stripped = Sample.apply(MetadataEdit(strips: strips), [block]).blocks
      #expect(try #require(Sample.xmp(of: stripped)).contains(name) == false)
    }
  }

  @Test func unknownDataGoesWithAnything() {
    let blocks = [
      Self.xmp("xmlns:v=\"urn:vendor\" v:blob=\"x\""),
      MetadataBlock(kind: .segment(0xEC), bytes: Array("[picture info]".utf8), position: .beforeImage),
      MetadataBlock(kind: .segment(0xE5), bytes: Array("RMETA\0".utf8), position: .beforeImage),
    ]
    let shown = MetadataReader.summary(blocks)
    #expect(shown.unknown.count == 3)
    let (stripped, notes) = Sample.apply(MetadataEdit(stripsLocation: true), blocks)
    #expect(MetadataReader.summary(stripped).unknown.isEmpty)
    #expect(stripped.count == 1 && notes.count == 2)
  }

  @Test func textOfKnownKeywordsStays() {
    let blocks = [Self.text("Title", "A"), Self.text("exif:GPSLatitude", "48/1"), Self.text("Thumb::URI", "/home/bob")]
    #expect(MetadataReader.summary(blocks).location == ["tEXt exif:GPSLatitude"])
    #expect(Sample.apply(MetadataEdit(stripsLocation: true), blocks, .png).blocks == [blocks[0], blocks[2]])
    #expect(Sample.apply(MetadataEdit(strips: .all), blocks, .png).blocks == [blocks[0]])
  }

  /// Sixteen million times a letter in some kilobytes, many times over.
  @Test func packedTextIsNotUnpackedForNothing() throws {
    let packed = try #require(
      TextChunk(keyword: "Author", kind: .compressed, text: [UInt8](repeating: 65, count: 16 << 20)).block(
        .beforePalette))
    let summary = MetadataReader.summary([MetadataBlock](repeating: packed, count: 200))
    #expect(summary.rights.isEmpty)
  }

  @Test func trailersAreLookedInto() throws {
    let position = Self.xmp("xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" p:City=\"Vienna\"")
    let further = try Sample.file(.jpeg, [position])
    let plain = try MetadataFile(Sample.jpeg + Sample.jpeg)
    #expect(MetadataReader.summary(of: plain).location.isEmpty)
    #expect(try plain.applying(MetadataEdit(stripsLocation: true)).bytes == Sample.jpeg + Sample.jpeg)
    let telling = try MetadataFile(Sample.jpeg + further.rewriting(blocks: further.blocks))
    #expect(MetadataReader.summary(of: telling).location == ["trailer: xmp photoshop:City"])
    #expect(try telling.applying(MetadataEdit(stripsLocation: true)).bytes == Sample.jpeg)
  }

  @Test func credentialsAreSaidOrDropped() throws {
    let manifest = MetadataBlock(kind: .chunk("caBX"), bytes: [1, 2, 3], position: .beforePalette)
    let kept = Sample.apply(MetadataEdit(optOut: .all), [manifest], .png)
    #expect(kept.blocks.contains(manifest) && kept.notes == [MetadataEditor.unsignedNote])
    let dropped = Sample.apply(MetadataEdit(optOut: .all, dropsCredentials: true), [manifest], .png)
    #expect(!dropped.blocks.hasContentCredentials && dropped.notes == [ContentCredentialBlocks.note])
  }

  /// JUMBF boxes (ISO/IEC 19566-5) by their description.
  @Test(arguments: [("c2pa", true), ("json", false), ("jlnk", false)])
  func boxesAreToldApart(_ type: String, _ isManifest: Bool) {
    let description = Array(type.utf8) + [UInt8](repeating: 0, count: 12) + [3] + Array("label\0".utf8)
    func segment(_ number: UInt8, _ rest: [UInt8]) -> MetadataBlock {
      MetadataBlock(
        kind: .segment(0xEB),
        bytes: Array("JP".utf8) + [0, 7, 0, 0, 0, number, 0, 0, 1, 0] + Array("jumb".utf8) + rest,
        position: .beforeImage)
    }
    let blocks = [segment(1, [0, 0, 0, 31] + Array("jumd".utf8) + description), segment(2, [1, 2, 3])]
    #expect(blocks.contentCredentials.count == (isManifest ? 2 : 0))
    #expect(blocks.withoutContentCredentials.count == (isManifest ? 0 : 2))
  }

  @Test func licensorsAreNamed() throws {
    let rights = RightsStatement(creator: "Ada", contact: "https://ada.example/licences")
    let blocks = Sample.apply(MetadataEdit(rights: rights), []).blocks
    let text = try #require(Sample.xmp(of: blocks))
    #expect(text.contains("<plus:LicensorURL>https://ada.example/licences</plus:LicensorURL>"))
    #expect(text.contains("<plus:LicensorName>Ada</plus:LicensorName>"))
    #expect(Sample.apply(MetadataEdit(rights: rights), blocks).blocks == blocks)
  }

  @Test func openValuesOfPLUSAreShown() {
    let block = Self.xmp(
      "xmlns:p=\"http://ns.useplus.org/ldf/xmp/1.0/\" p:DataMining=\"http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-SEECONSTRAINT\" p:OtherConstraints=\"ask first\""
    )
    let summary = MetadataReader.summary([block])
    #expect(summary.optOuts.first?.means.hasSuffix("allows: ask first") == true)
    #expect(!summary.optsOut)
  }
}
