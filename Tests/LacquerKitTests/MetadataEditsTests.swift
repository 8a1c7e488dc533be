import LacquerKit
import Testing

@Suite struct MetadataEditsTests {
  private static let edits = MetadataEdits(
    optOut: [.training, .dataMining], rights: Rights(creator: "Ada Ümlaut", licenceURL: "https://example.org/licence"))

  @Test(arguments: ["baseline.jpg", "alpha.png"])
  func whatIsDeclaredIsRead(name: String) throws {
    let original = try TestPictures.file(name)
    #expect(try !PictureMetadata(of: original).declaresOptOut)
    let edited = try Self.edits.applied(to: original)
    let metadata = try PictureMetadata(of: edited.bytes)
    #expect(metadata.declaresOptOut)
    #expect(metadata.optOuts.contains { $0.carrier == "xmp:plus:DataMining" })
    #expect(metadata.optOuts.contains { $0.carrier == "exif:LearningOptOutIn" && $0.meaning == "training,data-mining" })
    #expect(metadata.rights.contains { $0.field == "creator" && $0.value == "Ada Ümlaut" })
    // No pixel is touched, and the same again changes nothing.
    let comparison = try PictureComparison(original: original, changed: edited.bytes, metrics: [.largestDifference])
    #expect(comparison[.largestDifference] == 0)
    #expect(try Self.edits.applied(to: edited.bytes).bytes == edited.bytes)
  }

  @Test func whatWasDeclaredIsRemoved() throws {
    let edited = try Self.edits.applied(to: TestPictures.file("baseline.jpg"))
    let cleared = try MetadataEdits(removesOptOut: true, removesRights: true).applied(to: edited.bytes)
    let metadata = try PictureMetadata(of: cleared.bytes)
    #expect(!metadata.declaresOptOut)
    #expect(!metadata.rights.contains { $0.value == "Ada Ümlaut" })
  }

  @Test func textsThatNoFieldHoldsAreRefused() throws {
    let file = try TestPictures.file("baseline.jpg")
    for rights in [Rights(creator: "\u{1b}[2J"), Rights(licenceURL: "not an address"), Rights(copyright: "")] {
      let error = try TestPictures.error { try MetadataEdits(rights: rights).applied(to: file) }
      #expect(error.code == .value)
    }
  }

  @Test func optOutsAreSets() {
    #expect(OptOut.all.isSuperset(of: .training))
    #expect(OptOut.training == [.generativeTraining, .otherTraining])
    #expect(OptOut([.generativeTraining, .dataMining]).description == "genai,data-mining")
  }
}
