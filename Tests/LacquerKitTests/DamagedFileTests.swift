import LacquerKit
import Testing

@Suite struct DamagedFileTests {
  /// Everything that reads a picture.
  private static let readers: [(name: String, read: @Sendable ([UInt8]) throws -> Void)] = [
    ("protect", { _ = try Protector(ProtectionSettings(perturbs: false)).protect($0) }),
    ("embed", { _ = try InvisibleMark.embed(1, key: .published, into: $0) }),
    ("read", { _ = try InvisibleMark.read(from: $0, keys: [.published]) }),
    ("compare", { _ = try PictureComparison(original: $0, changed: $0, metrics: [.psnr]) }),
  ]

  private static func error(_ name: String, _ file: [UInt8]) throws -> LacquerError {
    let reader = try #require(readers.first { $0.name == name })
    return try TestPictures.error { try reader.read(file) }
  }

  @Test(arguments: readers.map(\.name))
  func whatIsNoPictureIsNamed(reader: String) throws {
    for file in [[], Array("<svg/>".utf8), [UInt8](repeating: 0, count: 100)] {
      let error = try Self.error(reader, file)
      #expect(error.code == .unknownFormat)
      #expect(error.blamesInput)
      #expect(!error.description.contains("\n"))
    }
  }

  @Test(arguments: readers.map(\.name))
  func aHeaderWithoutAPictureIsDamaged(reader: String) throws {
    let file = try TestPictures.file("deep.png")
    #expect(try Self.error(reader, Array(file[..<40])).code == .damaged)
  }

  @Test func metadataOfWhatIsNoPictureCannotBeRead() throws {
    let file = Array("no picture".utf8)
    #expect(try TestPictures.error { try PictureMetadata(of: file) }.code == .metadata)
    #expect(try TestPictures.error { try MetadataEdits(optOut: .all).applied(to: file) }.code == .metadata)
  }

  @Test func limitsHoldBeforeAnythingIsDecoded() throws {
    let file = try TestPictures.file("baseline.jpg")
    let limits = PictureLimits(maximumPixels: 288 * 256 - 1)
    let protector = try Protector(ProtectionSettings(perturbs: false), limits: limits)
    #expect(try TestPictures.error { try protector.protect(file) }.code == .limit)
    #expect(
      try TestPictures.error { try InvisibleMark.read(from: file, keys: [.published], limits: limits) }.code == .limit)
    let exact = PictureLimits(maximumPixels: 288 * 256)
    #expect(throws: Never.self) {
      try Protector(ProtectionSettings(perturbs: false), limits: exact).protect(file)
    }
  }

  @Test func aComparisonNamesTheFileThatCannotBeRead() throws {
    let file = try TestPictures.file("baseline.jpg")
    let first = try TestPictures.error { try PictureComparison(original: [1], changed: file) }
    let second = try TestPictures.error { try PictureComparison(original: file, changed: [1]) }
    #expect(first.description.hasPrefix("original: "))
    #expect(second.description.hasPrefix("changed picture: "))
    #expect(throws: LacquerError.self) {
      try PictureComparison(original: file, changed: Array(file[..<(file.count / 2)]))
    }
  }
}
