import ImageContainer
import Metadata
import Testing

@Suite struct OptOutTests {
  @Test(
    arguments: [
      ("all", OptOut.all), ("genai", .generativeTraining), ("training", .training), ("data-mining", .dataMining),
      ("genai,data-mining", [.generativeTraining, .dataMining]), ("genai, training", .training), ("none", []),
    ] as [(String, OptOut)])
  func readsLists(_ list: String, _ value: OptOut) throws {
    #expect(try OptOut(list: list) == value)
  }

  @Test(arguments: ["", "everything", "all,none", "genai,,x"])
  func refusesOtherWords(_ list: String) {
    #expect(throws: MetadataError.self) { try OptOut(list: list) }
  }

  /// PLUS values from the IPTC Photo Metadata Standard 2023.1; words from Exif 3.1.
  @Test(arguments: [
    ("all", "DMI-PROHIBITED", "1 0 0"), ("genai", "DMI-PROHIBITED-GENAIMLTRAINING", "2 0 2 2 0"),
    ("training", "DMI-PROHIBITED-AIMLTRAINING", "3 0 2 1 0 2 0"),
    ("data-mining", "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "2 0 2 3 0"),
  ])
  func isDeclaredInXMPAndEXIF(_ word: String, _ plus: String, _ words: String) throws {
    let edited = Sample.apply(MetadataEdit(optOut: try OptOut(list: word)), []).blocks
    let signals = MetadataReader.summary(edited).optOuts
    #expect(signals.map(\.carrier) == ["xmp:plus:DataMining", "xmp:exifEX:LearningOptOutIn", "exif:LearningOptOutIn"])
    #expect(signals.map(\.value) == ["http://ns.useplus.org/ldf/vocab/" + plus, words, words])
    #expect(signals[1].means == word && signals[2].means == word)
    #expect(MetadataReader.summary(edited).optsOut)
  }

  @Test func writesTheBytesOfTheStandard() throws {
    let exif = try #require(Sample.apply(MetadataEdit(optOut: .all), []).blocks.first { $0.isExif }).bytes
    // Tag 0x9287, type 7, 6 bytes; little-endian 01 00 00 00 00 00.
    let entry: [UInt8] = [0x87, 0x92, 7, 0, 6, 0, 0, 0]
    let at = try #require((0..<exif.count - 12).first { exif[$0..<$0 + 8].elementsEqual(entry) })
    let offset = 6 + exif[at + 8..<at + 12].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(Array(exif[offset..<offset + 6]) == [1, 0, 0, 0, 0, 0])
  }

  /// What other writers may have put there.
  @Test(
    arguments: [
      ([1, 0, 0], "all", nil), ([2, 0, 0, 3, 1], "training,model-input", nil), ([2, 0, 2, 2, 0], "genai", nil),
      ([1, 2, 0], "genai", "begin with the use 0"), ([2, 0, 2, 9, 0], "none", "unknown use"),
      ([3, 0, 2, 2, 0, 2, 1], "none", "twice"), ([256, 0, 0], nil, "swapped"), ([7, 1], nil, "no list"),
    ] as [([UInt16], String?, String?)])
  func readsWhatOthersWrote(_ words: [UInt16], _ means: String?, _ problem: String?) throws {
    let value = words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let head: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]
    let entry: [UInt8] = [1, 0, 0x87, 0x92, 7, 0, UInt8(value.count), 0, 0, 0]
    let field = value.count <= 4 ? value + [UInt8](repeating: 0, count: 4 - value.count) : [44, 0, 0, 0]
    let exif = head + entry + field + [0, 0, 0, 0] + value
    let block = MetadataBlock(kind: .chunk("eXIf"), bytes: exif, position: .beforePalette)
    let summary = MetadataReader.summary([block])
    let signal = try #require(summary.optOuts.first)
    #expect(signal.means == means ?? "unknown")
    #expect((signal.problem == nil) == (problem == nil))
    if let problem { #expect(summary.warnings.contains { $0.contains(problem) }) }
    #expect(summary.optsOut == (problem == nil))
  }

  @Test func noneLeavesEverything() {
    let blocks = [Sample.xmp("<x/>")]
    #expect(Sample.apply(MetadataEdit(), blocks).blocks == blocks)
  }
}
