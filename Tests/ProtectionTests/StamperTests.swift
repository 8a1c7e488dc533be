import Files
import Foundation
import ImageCodec
import Protection
import Raster
import Stamp
import Surrogates
import Testing
import Watermark

/// Stamps on the repository's own pictures, with one of them as the logo, so that no font is needed.
struct StamperTests {
  private static let samples = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../samples").standardizedFileURL.path
  private static let logo = samples + "/heron.png"

  private func bytes(_ name: String) throws -> [UInt8] { try AtomicFile.read("\(Self.samples)/\(name)") }

  private func stamper(
    key: MarkKey? = nil, _ change: (inout StampSettings) -> Void = { _ in }
  ) throws -> Stamper {
    var settings = StampSettings(content: .image(sha256: Digest.sha256(try AtomicFile.read(Self.logo))))
    settings.variation.keyFingerprint = key.map(Stamper.fingerprint)
    change(&settings)
    return try Stamper(settings: settings, imagePath: Self.logo, key: key)
  }

  private func stamp(
    _ name: String, key: MarkKey? = nil, _ change: (inout StampSettings) -> Void = { _ in }
  ) throws -> (before: Artwork, after: Artwork, product: Stamper.Product) {
    let original = try bytes(name)
    let product = try stamper(key: key, change).stamp(original, sha256: Digest.sha256(original))
    return (try ImageCodec.read(original), try ImageCodec.read(product.file.bytes), product)
  }

  /// Stored pixels that differ: left, top, right, bottom.
  private func bounds(_ a: Artwork, _ b: Artwork) throws -> (left: Int, top: Int, right: Int, bottom: Int)? {
    let channels = a.layout.channels
    var places: [Int] = []
    switch (a.samples, b.samples) {
    case (.eight(let a), .eight(let b)): places = a.indices.filter { a[$0] != b[$0] }
    case (.sixteen(let a), .sixteen(let b)): places = a.indices.filter { a[$0] != b[$0] }
    default: Issue.record("the depth changed")
    }
    let pixels = places.map { $0 / channels }
    let (x, y) = (pixels.map { $0 % a.width }, pixels.map { $0 / a.width })
    guard let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max() else { return nil }
    return (left, top, right, bottom)
  }

  @Test(arguments: [
    "city.jpg", "comic.png", "heron.png", "lighthouse.jpg", "mountains.jpg", "pixels.png", "portrait.jpg",
    "stilllife.png", "winter.jpg",
  ])
  func nothingButTheStampChanges(_ name: String) throws {
    let (before, after, product) = try stamp(name) { ($0.scale, $0.gravity) = (25, .northwest) }
    #expect((after.width, after.height) == (before.width, before.height))
    #expect(after.orientation == before.orientation && after.colour == before.colour)
    #expect(after.samples.maximum == before.samples.maximum)
    guard before.layout == after.layout, let found = try bounds(before, after) else { return }
    // A quarter of the shorter side, the margin, the variations, and the rest of an MCU of 16 × 16 pixels with the chroma
    // that its decoder smooths over the next.
    let reach = Double(min(before.width, before.height)) * 0.36 + 36
    let upright = product.stamp.placement
    #expect(upright.x < reach && upright.y < reach)
    let (wide, high) = (Double(found.right - found.left), Double(found.bottom - found.top))
    #expect(wide < reach && high < reach)
    let isLeft = Double(found.right) < reach
    let isTop = Double(found.bottom) < reach
    switch before.orientation {
    case .up: #expect(isLeft && isTop)
    case .right: #expect(isLeft && !isTop)
    default: Issue.record("\(name) lies another way than the test knows")
    }
  }

  @Test(arguments: ["city.jpg", "comic.png", "stilllife.png", "pixels.png"])
  func noOpacityLeavesThePixels(_ name: String) throws {
    let (before, after, _) = try stamp(name) { $0.opacity = 0 }
    #expect(before.samples == after.samples)
  }

  @Test func alphaStays() throws {
    let (before, after, _) = try stamp("heron.png") { ($0.tileGap, $0.scale) = (20, 20) }
    guard case .eight(let old) = before.samples, case .eight(let new) = after.samples,
      let alpha = before.layout.alphaIndex
    else { return #expect(Bool(false)) }
    let channels = before.layout.channels
    #expect(old != new)
    for pixel in stride(from: 0, to: old.count, by: channels) {
      guard old[pixel + alpha] == new[pixel + alpha] else { return #expect(Bool(false), "alpha changed") }
      if old[pixel + alpha] == 0 {
        guard (0..<channels).allSatisfy({ old[pixel + $0] == new[pixel + $0] }) else {
          return #expect(Bool(false), "a transparent pixel changed")
        }
      }
    }
  }

  @Test func sameBytesWhateverTheThreads() throws {
    let one = try Parallel.$threads.withValue(1) { try stamp("city.jpg").product.file.bytes }
    let many = try Parallel.$threads.withValue(6) { try stamp("city.jpg").product.file.bytes }
    #expect(one == many)
  }

  @Test func keysAndPicturesDrawOtherVariations() throws {
    let key = MarkKey.random()
    let plain = try stamp("city.jpg").product
    let keyed = try stamp("city.jpg", key: key).product
    #expect(plain.stamp.placement != keyed.stamp.placement)
    #expect(try stamp("city.jpg", key: key).product.file.bytes == keyed.file.bytes)
    #expect(throws: ProtectionError.otherStampKey) {
      try stamper(key: key) { $0.variation.keyFingerprint = Stamper.fingerprint(of: .random()) }
    }
  }

  @Test func plainStampsLieAtTheSamePlace() throws {
    let a = try stamp("comic.png") { $0.variation.isPlain = true }.product
    let b = try stamp("comic.png") { ($0.variation.isPlain, $0.opacity) = (true, 30) }.product
    #expect(a.stamp.placement == b.stamp.placement && !a.stamp.isVaried)
  }

  @Test func transparentGroundIsTold() throws {
    #expect(try stamp("heron.png") { $0.scale = 8 }.product.warnings.map(\.code) == [.stampHidden])
  }

  @Test func badLogosAreRefused() throws {
    #expect(throws: ProtectionError.noStampImage) { try Stamper(settings: stamper().settings) }
    let other = Self.samples + "/comic.png"
    #expect(throws: ProtectionError.otherStampImage(other)) {
      try Stamper(settings: stamper().settings, imagePath: other)
    }
    let script = URL(fileURLWithPath: #filePath).path
    let hash = Digest.sha256(try AtomicFile.read(script))
    let error = #expect(throws: ProtectionError.self) {
      try Stamper(settings: StampSettings(content: .image(sha256: hash)), imagePath: script)
    }
    #expect(error?.code == "stamp-image")
  }

  /// What protect adds is measured beside the stamped picture, so it stays within its cap although the stamp does not.
  @Test(.enabled(if: (try? Runtime.shared()) != nil, "needs ONNX Runtime"))
  func protectTakesTheStampedPictureForTheOriginal() throws {
    var recipe = Recipe(steps: 1)
    recipe.stamp = try stamper().settings
    let original = try bytes("pixels.png")
    let product = try ProtectPipeline.load(recipe: recipe, stampImagePath: Self.logo, threads: 2)
      .protect(original, sha256: Digest.sha256(original))
    #expect(product.stamp != nil && product.guarantees.minimumScore == nil && product.guarantees.maximumLinf == nil)
    #expect(product.distortion.linf <= Double(recipe.epsilon))
    let protected = try ImageCodec.read(product.file.bytes).workingCopy()
    let change = try ImageCodec.read(original).workingCopy().combined(with: protected) { abs($0 - $1) }
    #expect(change.planes.contains { $0.samples.contains { $0 > 0.2 } })
    #expect(throws: ProtectionError.noStampImage) { try ProtectPipeline.load(recipe: recipe, threads: 2) }
  }

  @Test func recipesWithoutAStampKeepTheirHash() throws {
    let json = try JSONEncoder().encode(Recipe())
    #expect(!String(decoding: json, as: UTF8.self).contains("stamp"))
    var stamped = Recipe()
    stamped.stamp = try stamper().settings
    #expect(stamped.hash != Recipe().hash)
    #expect(try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(stamped)) == stamped)
    #expect(try JSONDecoder().decode(Recipe.self, from: json) == Recipe())
  }
}
