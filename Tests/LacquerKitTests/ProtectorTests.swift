import LacquerKit
import Testing

@Suite struct ProtectorTests {
  /// The protector of all tests that need encoders; opening them takes longest.
  private static let shared: Result<Protector, any Error> = Result { try Protector() }

  private static var hasRuntime: Bool {
    if case .failure(let error as LacquerError) = shared { return error.code != .runtime }
    return true
  }

  @Test(.enabled(if: hasRuntime, "needs ONNX Runtime"), arguments: ["baseline.jpg", "deep.png"])
  func aPictureIsProtectedAndJudged(name: String) throws {
    let original = try TestPictures.file(name)
    let protector = try Self.shared.get()
    let copy = try protector.protect(original)
    #expect(copy.report.status != .unchanged)
    #expect(PictureFormat(signatureOf: copy.bytes) == PictureFormat(signatureOf: original))
    #expect(copy.report.distortion.largestChange >= 1)
    #expect(copy.report.drift.contains { $0.medianRatio > 1 })
    // What the report says is what a comparison of the two files finds.
    let comparison = try PictureComparison(original: original, changed: copy.bytes, metrics: [.ssimulacra2, .psnr])
    #expect(abs(try #require(comparison[.ssimulacra2]) - copy.report.distortion.ssimulacra2) < 1e-6)
    #expect(copy.report.distortion.ssimulacra2 >= 75)
    #expect(try PictureMetadata(of: copy.bytes).declaresOptOut)
    #expect(try protector.protect(original).bytes == copy.bytes)
  }

  @Test func withoutPerturbationOnlyWhatIsDeclaredDiffers() throws {
    let original = try TestPictures.file("baseline.jpg")
    let copy = try Protector(ProtectionSettings(perturbs: false)).protect(original)
    #expect(copy.report.status == .unchanged)
    #expect(copy.report.warnings.map(\.code) == ["unchanged"])
    #expect(copy.report.distortion.psnr == .infinity)
    #expect(copy.report.drift.isEmpty)
    #expect(copy.bytes != original)
  }

  @Test func everyRecipientHasAMarkOfItsOwn() throws {
    let original = try TestPictures.file("baseline.jpg")
    let key = try InvisibleMark.Key(bytes: Array(1...32))
    let protector = try Protector(ProtectionSettings(maximumGrowth: 8, perturbs: false, mark: .init(key: key)))
    let ids = try ["Gallery", "Ada"].map { recipient in
      let copy = try protector.protect(original, recipient: recipient)
      #expect(copy.report.status == .protected)
      let mark = try #require(copy.report.mark)
      #expect(mark.isReadable)
      #expect(try InvisibleMark.read(from: copy.bytes, keys: [key]).id == mark.id)
      return mark.id
    }
    #expect(ids[0] != ids[1])
  }

  @Test func aRecipientNeedsAMark() throws {
    let protector = try Protector(ProtectionSettings(perturbs: false))
    let file = try TestPictures.file("baseline.jpg")
    #expect(try TestPictures.error { try protector.protect(file, recipient: "Ada") }.code == .value)
  }

  @Test(arguments: [
    ProtectionSettings(largestChange: 0), ProtectionSettings(largestChange: 65), ProtectionSettings(maximumGrowth: 0.5),
    ProtectionSettings(maximumGrowth: .nan), ProtectionSettings(mark: .init(key: .published, psnr: 10)),
    ProtectionSettings(metadata: MetadataEdits(rights: Rights(creator: " "))),
  ])
  func settingsOutsideTheirRangeAreRefused(settings: ProtectionSettings) throws {
    let error = try TestPictures.error { try Protector(settings) }
    #expect(error.code == .value)
    #expect(error.blamesInput)
    #expect(!error.description.contains("\n"))
  }
}
