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
    ("all", "DMI-PROHIBITED", "1 0 0"), ("genai", "DMI-PROHIBITED-GENAIMLTRAINING", "1 2 0"),
    ("training", "DMI-PROHIBITED-AIMLTRAINING", "2 1 0 2 0"),
    ("data-mining", "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "1 3 0"),
  ])
  func isDeclaredInXMPAndEXIF(_ word: String, _ plus: String, _ words: String) throws {
    let edited = Sample.apply(MetadataEdit(optOut: try OptOut(list: word)), []).blocks
    let signals = MetadataReader.summary(edited).optOuts
    #expect(signals.map(\.carrier) == ["xmp:plus:DataMining", "exif:LearningOptOutIn"])
    #expect(signals.map(\.value) == ["http://ns.useplus.org/ldf/vocab/" + plus, words])
    #expect(signals[1].means == word)
  }

  @Test func writesTheBytesOfTheStandard() throws {
    let exif = try #require(Sample.apply(MetadataEdit(optOut: .all), []).blocks.first { $0.isExif }).bytes
    // Tag 0x9287, type 7, 6 bytes; big-endian 00 01 00 00 00 00.
    let entry: [UInt8] = [0x92, 0x87, 0, 7, 0, 0, 0, 6]
    let at = try #require((0..<exif.count - 12).first { exif[$0..<$0 + 8].elementsEqual(entry) })
    let offset = 6 + exif[at + 8..<at + 12].reduce(0) { $0 << 8 | Int($1) }
    #expect(Array(exif[offset..<offset + 6]) == [0, 1, 0, 0, 0, 0])
  }

  @Test func noneLeavesEverything() {
    let blocks = [Sample.xmp("<x/>")]
    #expect(Sample.apply(MetadataEdit(), blocks).blocks == blocks)
  }
}
