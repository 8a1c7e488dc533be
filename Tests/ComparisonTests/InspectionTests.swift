import Comparison
import Foundation
import ImageCodec
import Raster
import Testing

@Suite struct InspectionTests {
  private func png(_ picture: RasterImage) throws -> [UInt8] {
    try ImageCodec.encodePNG(
      .eight(picture.interleavedLevels), width: picture.width, height: picture.height, layout: .rgb)
  }

  private func check(_ name: String, _ checks: [Verdict.Check]) throws -> Verdict.Check {
    try #require(checks.first { $0.name == name })
  }

  @Test func demandsAreJudgedBesideTheOriginal() throws {
    let reference = PairTests.picture()
    let changed = reference.map { min(1, $0 + 4 / 255) }
    let demands = Demands(minimumScore: 100, maximumLinf: 4, maximumButteraugli: 50)
    let checks = try Inspection.checks(try png(changed), original: try png(reference), demands: demands)
    #expect(try check("linf", checks).ok == true)
    #expect(try check("linf", checks).value == 4)
    #expect(try check("ssimulacra2", checks).ok == false)
    #expect(try check("butteraugli_max", checks).ok == true)
    #expect(!Verdict(file: "x", checks: checks).ok)
    let stricter = Demands(maximumLinf: 3, maximumButteraugli: 0.001)
    let again = try Inspection.checks(try png(changed), original: try png(reference), demands: stricter)
    #expect(try check("linf", again).ok == false)
    #expect(try check("butteraugli_max", again).ok == false)
    #expect(try check("ssimulacra2", again).ok == nil)
  }

  /// A PNG with a text chunk behind its header.
  private func png(_ file: [UInt8], keyword: String, text: String) -> [UInt8] {
    let data = Array(keyword.utf8) + [0] + Array(text.utf8)
    var checksum = ~UInt32(0)
    for byte in Array("tEXt".utf8) + data {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
    }
    let bigEndian = { (number: UInt32) in (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) } }
    let chunk = bigEndian(UInt32(data.count)) + Array("tEXt".utf8) + data + bigEndian(~checksum)
    return file[..<33] + chunk + file[33...]
  }

  @Test(arguments: [("Author", true), ("Copyright", true), ("Comment", false)])
  func textsOfRightsMayBeReplaced(keyword: String, allowed: Bool) throws {
    let file = try png(PairTests.picture())
    let (original, edited) = (png(file, keyword: keyword, text: "before"), png(file, keyword: keyword, text: "Ada"))
    let checks = try Inspection.checks(edited, original: original, demands: Demands())
    #expect(try check("metadata", checks).ok == allowed)
  }

  @Test func growthIsJudgedByFactorAndByBytes() throws {
    let reference = PairTests.picture()
    let (small, large) = (try png(reference.map { ($0 * 4).rounded() / 4 }), try png(reference))
    let growth = try check("growth", try Inspection.checks(large, original: small, demands: Demands()))
    let factor = Double(large.count) / Double(small.count)
    #expect(growth.ok == nil && growth.value == factor && factor > 1.1)
    func verdict(_ demands: Demands) throws -> Bool? {
      try check("growth", try Inspection.checks(large, original: small, demands: demands)).ok
    }
    #expect(try verdict(Demands(maximumGrowth: factor * 1.01)) == true)
    #expect(try verdict(Demands(maximumGrowth: factor * 0.99)) == false)
    #expect(try verdict(Demands(maximumBytes: large.count)) == true)
    #expect(try verdict(Demands(maximumBytes: large.count - 1)) == false)
  }

  @Test func aloneWhatNeedsTheOriginalIsUnknown() throws {
    let checks = try Inspection.checks(
      try png(PairTests.picture()), original: nil, demands: Demands(minimumScore: 75, maximumButteraugli: 1))
    #expect(try check("readable", checks).ok == true)
    for name in ["size", "alpha", "metadata", "linf", "growth", "ssimulacra2", "butteraugli_max"] {
      #expect(try check(name, checks).ok == nil)
    }
  }

  @Test func whatCannotBeJudgedThrows() throws {
    let whole = try png(PairTests.picture())
    let other = try png(PairTests.picture(width: 100))
    #expect(throws: ComparisonError.differentSizes(100, 150, 200, 150)) {
      try Inspection.checks(whole, original: other, demands: Demands())
    }
    for cut in [0, 7, 100, whole.count / 2, whole.count - 12] {
      let part = Array(whole.prefix(cut))
      #expect(throws: ImageCodecError.self) { try Inspection.checks(part, original: whole, demands: Demands()) }
      #expect(throws: ImageCodecError.self) { try Inspection.checks(whole, original: part, demands: Demands()) }
    }
  }

  @Test func aJPEGWithoutItsEndIsRefusedOnlyWhereItIsJudged() throws {
    let picture = PairTests.picture()
    let whole = try ImageCodec.encodeJPEG(
      picture.interleavedLevels, width: picture.width, height: picture.height, channels: 3, quality: 90)
    let part = Array(whole.prefix(whole.count / 2))
    #expect(try ImageCodec.read(part).width == 200)
    #expect(throws: ImageCodecError.self) { try Picture(file: part) }
    #expect(try Picture(file: whole).colour.width == 200)
  }
}
