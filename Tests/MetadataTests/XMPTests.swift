import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Testing

@Suite struct XMPTests {
  private static let head = """
    <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    """
  private static let tail = "</rdf:RDF></x:xmpmeta>\n          \n<?xpacket end='w'?>"

  private static func packet(_ inner: String) -> String { head + inner + tail }

  private let foreign = """
    <rdf:Description rdf:about='uuid:1' xmlns:a="urn:a"
       a:odd = "1 &amp; 2"   a:quote='"'><!-- a comment --><a:list><rdf:Bag><rdf:li>x&#x20;y</rdf:li></rdf:Bag></a:list>
       <a:cdata><![CDATA[<raw>]]></a:cdata></rdf:Description>
    """

  @Test func keepsEveryOtherByte() throws {
    let text = Self.packet(foreign)
    let edited = Sample.apply(Sample.everything, [Sample.xmp(text)])
    #expect(edited.notes.isEmpty)
    let out = try #require(Sample.xmp(of: edited.blocks))
    // What was there is still there in one piece, before and behind what was added.
    let end = try #require(text.range(of: "</rdf:RDF>"))
    #expect(out.hasPrefix(text[..<end.lowerBound]))
    #expect(out.hasSuffix(text[end.lowerBound...]))
    #expect(out.contains("rdf:about=\"uuid:1\""))
    #expect(out.contains("No &lt;use&gt; &amp; so on"))
  }

  @Test(arguments: [ImageFormat.png, .jpeg])
  func doingItAgainChangesNothing(_ format: ImageFormat) {
    let once = Sample.apply(Sample.everything, [Sample.xmp(Self.packet(foreign), format)], format).blocks
    #expect(Sample.apply(Sample.everything, once, format).blocks == once)
  }

  @Test(arguments: [
    #"<rdf:Description rdf:about="" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="old" xmlns:b="urn:b" b:k="v"/>"#,
    #"<rdf:Description xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/"><p:DataMining>old</p:DataMining><b:k xmlns:b="urn:b">v</b:k></rdf:Description>"#,
    #"<rdf:Description xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/"><p:DataMining rdf:resource="old"/><b:k xmlns:b="urn:b">v</b:k></rdf:Description>"#,
  ])
  func replacesTheOldValue(_ description: String) throws {
    let edited = Sample.apply(MetadataEdit(optOut: .all), [Sample.xmp(Self.packet(description))]).blocks
    let out = try #require(Sample.xmp(of: edited))
    #expect(!out.contains("old"))
    #expect(out.contains("b:k"))
    #expect(
      MetadataReader.summary(edited).optOuts.filter { $0.carrier.hasPrefix("xmp") }.map(\.means) == ["all", "all"])
  }

  @Test(arguments: ["", "<rdf:Description rdf:about=''/>"])
  func fillsEmptyPackets(_ inner: String) {
    #expect(
      MetadataReader.summary(Sample.apply(MetadataEdit(optOut: .all), [Sample.xmp(Self.packet(inner))]).blocks).optsOut)
    let selfClosing = Self.head.replacingOccurrences(of: "syntax-ns#\">", with: "syntax-ns#\"/>") + "</x:xmpmeta>"
    #expect(MetadataReader.summary(Sample.apply(MetadataEdit(optOut: .all), [Sample.xmp(selfClosing)]).blocks).optsOut)
  }

  @Test func neverTouchesTheSourceType() throws {
    let type = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    let inner = """
      <rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="\(type)"/>
      """
    let edited = Sample.apply(Sample.everything, [Sample.xmp(Self.packet(inner))]).blocks
    #expect(MetadataReader.summary(edited).digitalSourceType == type)
    let fresh = Sample.apply(Sample.everything, []).blocks
    #expect(MetadataReader.summary(fresh).digitalSourceType == nil)
    #expect(try #require(Sample.xmp(of: fresh)).lowercased().contains("trainedalgorithmic") == false)
  }

  @Test func clearingTakesOnlyOurs() throws {
    let text = Self.packet(foreign)
    let set = Sample.apply(Sample.everything, [Sample.xmp(text)]).blocks
    let cleared = Sample.apply(MetadataEdit(clearsOptOut: true, clearsRights: true), set).blocks
    #expect(Sample.xmp(of: cleared) == text)
    #expect(MetadataReader.summary(cleared).rights.isEmpty)
    #expect(!MetadataReader.summary(cleared).optsOut)
  }

  /// Compressed iTXt becomes plain: Adobe's toolkit reads no other.
  @Test func editsCompressedText() throws {
    let plain = Array(Self.packet(foreign).utf8)
    // A zlib stream of one stored block, and its Adler-32.
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in plain {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    let sum = b << 16 | a
    let count = plain.count
    let stream =
      [0x78, 0x01, 0x01, UInt8(count & 255), UInt8(count >> 8), ~UInt8(count & 255), ~UInt8(count >> 8)] + plain
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
    let block = MetadataBlock(
      kind: .chunk("iTXt"), bytes: Array("XML:com.adobe.xmp\0".utf8) + [1, 0, 0, 0] + stream, position: .beforePalette)
    let edited = Sample.apply(Sample.everything, [block], .png)
    #expect(edited.notes.isEmpty)
    let text = try #require(edited.blocks.first { $0.kind == .chunk("iTXt") })
    #expect(Array(text.bytes[18...19]) == [0, 0])
    #expect(MetadataReader.summary(edited.blocks).optsOut)
    #expect(edited.blocks.count { $0.kind == .chunk("iTXt") } == 1)
  }

  // MARK: - Hostile packets

  private static let bomb =
    "<?xml version='1.0'?><!DOCTYPE z [<!ENTITY a 'aaaaaaaaaa'>"
    + (1...9).map { "<!ENTITY a\($0) '" + String(repeating: "&a\($0 == 1 ? "" : "\($0 - 1)");", count: 10) + "'>" }
    .joined()
    + "]>" + packet("<rdf:Description>&a9;</rdf:Description>")
  private static let deep = packet(String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000))
  private static let wide = packet(
    "<rdf:Description " + (0..<100_000).map { "a\($0)='1' " }.joined() + "/>")

  @Test(arguments: [
    bomb, deep, "<x", "<x/>", packet("<rdf:Description>"), packet("&undefined;"), packet("<p:q/>"),
    "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
  ])
  func leavesBrokenPacketsAlone(_ text: String) {
    let block = Sample.xmp(text)
    let edited = Sample.apply(Sample.everything, [block])
    #expect(edited.blocks == [block])
    #expect(edited.notes.contains { $0.hasPrefix("the XMP cannot be edited as asked") })
    #expect(!MetadataReader.summary([block]).warnings.isEmpty)
    var edit = Sample.everything
    edit.replacesDamaged = true
    let replaced = Sample.apply(edit, [block])
    #expect(replaced.notes.contains { $0.hasPrefix("the XMP could not be edited and was removed or replaced") })
    #expect(MetadataReader.summary(replaced.blocks).optOuts.contains { $0.carrier == "xmp:plus:DataMining" })
    #expect(MetadataReader.summary(replaced.blocks).warnings.isEmpty)
  }

  /// Packets of nothing but padding say nothing: a fresh one takes their place.
  @Test(arguments: ["", "   \n ", "\u{0}\u{0}\u{0}", "<?xpacket begin='' id='W5M0'?>    <?xpacket end='w'?>"])
  func fillsBlankPackets(_ text: String) {
    let edited = Sample.apply(Sample.everything, [Sample.xmp(text)])
    #expect(edited.notes.isEmpty)
    #expect(edited.blocks.count { $0.bytes.starts(with: Array("http://ns.adobe.com/xap/1.0/".utf8)) } == 1)
    #expect(MetadataReader.summary(edited.blocks).optsOut)
  }

  /// A second packet must not say otherwise.
  @Test func editsFurtherPackets() {
    let allows = Self.packet(
      "<rdf:Description xmlns:p=\"http://ns.useplus.org/ldf/xmp/1.0/\" p:DataMining=\"http://ns.useplus.org/ldf/vocab/DMI-ALLOWED\" xmlns:b=\"urn:b\" b:k=\"v\"/>"
    )
    let blocks = [Sample.xmp(Self.packet("")), Sample.xmp(allows)]
    #expect(!MetadataReader.summary(Sample.apply(MetadataEdit(optOut: .all), [blocks[0]]).blocks + [blocks[1]]).optsOut)
    let edited = Sample.apply(MetadataEdit(optOut: .all), blocks).blocks
    #expect(MetadataReader.summary(edited).optsOut)
    let last = String(decoding: edited.last.map(\.bytes) ?? [], as: UTF8.self)
    #expect(last.contains("b:k"))
  }

  /// Many prefixes, each declared on an element inside the last: time in proportion to the length.
  @Test(.timeLimit(.minutes(1))) func readsManyPrefixesInLinearTime() {
    let inner = (0..<60_000).map { "<p\($0):e xmlns:p\($0)='urn:\($0)'/>" }.joined()
    let block = Sample.xmp(Self.packet("<rdf:Description>\(inner)</rdf:Description>"), .png)
    let started = ContinuousClock.now
    #expect(MetadataReader.summary([block]).warnings.isEmpty)
    #expect(Sample.apply(MetadataEdit(strips: .all), [block], .png).notes.count == 1)
    #expect(ContinuousClock.now - started < .seconds(20))
  }

  /// XMP where ImageMagick puts it.
  @Test func readsRawProfiles() throws {
    let packet = Array(Self.packet(foreign).utf8)
    let digits = packet.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let block = MetadataBlock(
      kind: .chunk("tEXt"), bytes: Array("Raw profile type xmp\0\nxmp\n    \(packet.count)\n\(digits)\n".utf8),
      position: .afterImage)
    let edited = Sample.apply(Sample.everything, [block], .png)
    #expect(edited.notes.isEmpty)
    #expect(!edited.blocks.contains { $0.kind == .chunk("tEXt") })
    let out = try #require(edited.blocks.first { $0.kind == .chunk("iTXt") })
    #expect(out.position < .afterImage)
    #expect(String(decoding: out.bytes, as: UTF8.self).contains("a:odd"))
  }

  @Test func copesWithWidePackets() {
    _ = Sample.apply(Sample.everything, [Sample.xmp(Self.wide, .png)], .png)
  }

  @Test func leavesHugePacketsAlone() {
    let block = Sample.xmp(Self.packet(String(repeating: "<!-- padding -->", count: 7_000_000)), .png)
    #expect(block.bytes.count > 100 << 20)
    #expect(Sample.apply(MetadataEdit(optOut: .all), [block], .png).blocks.contains(block))
  }

  // MARK: - Packets longer than a JPEG segment

  @Test func movesLongPropertiesToExtendedXMP() throws {
    let long = String(repeating: "long ", count: 12_500)
    let text = Self.packet("<rdf:Description xmlns:a=\"urn:a\"><a:t>\(long)</a:t><a:s>short</a:s></rdf:Description>")
    let padded = text.replacingOccurrences(
      of: "</x:xmpmeta>\n", with: "</x:xmpmeta>\n" + String(repeating: " ", count: 2000))
    let block = Sample.xmp(String(padded))
    #expect(block.bytes.count <= 65_533)
    var rights = Sample.everything.rights
    rights.usageTerms = String(repeating: "terms ", count: 600)
    // Padding alone makes room at first; then something has to move.
    let once = Sample.apply(Sample.everything, [block])
    #expect(once.notes.isEmpty)
    let twice = Sample.apply(MetadataEdit(optOut: .all, rights: rights), once.blocks)
    #expect(twice.notes.isEmpty)
    #expect(twice.blocks.allSatisfy { $0.bytes.count <= 65_533 })
    let extended = twice.blocks.filter { $0.bytes.starts(with: Array("http://ns.adobe.com/xmp/extension/\0".utf8)) }
    #expect(!extended.isEmpty)
    #expect(extended.contains { String(decoding: $0.bytes, as: UTF8.self).contains("long long") })
    #expect(try #require(Sample.xmp(of: twice.blocks)).contains("HasExtendedXMP"))
    // The opt-out stays in the main packet, which every reader reads.
    #expect(try #require(Sample.xmp(of: twice.blocks)).contains("DMI-PROHIBITED"))
    #expect(MetadataReader.summary(twice.blocks).warnings.isEmpty)
    // A part that is missing is said, and the rest is still edited.
    let torn = twice.blocks.filter { !extended.contains($0) }
    let edited = Sample.apply(MetadataEdit(optOut: .generativeTraining), torn)
    #expect(edited.notes.contains { $0.contains("extended") })
    #expect(MetadataReader.summary(edited.blocks).optOuts.contains { $0.means == "genai" })
  }
}
