import Raster
import Stamp
import Testing

struct VariationTests {
  private func stamp(_ seed: UInt64, isPlain: Bool = false, tileGap: Double? = nil) throws -> Stamp.Result {
    var settings = settings(.over, opacity: 70)
    settings.variation.isPlain = isPlain
    settings.tileGap = tileGap
    settings.scale = tileGap == nil ? 50 : 20
    return try Stamp.stamp(square(1, 0.9, 0.2), settings: settings, onto: waves(), alpha: nil, seed: seed)
  }

  @Test(arguments: [nil, 100.0])
  func plainStampsAreAlikeAndOthersAreNot(_ tileGap: Double?) throws {
    let plain = try stamp(1, isPlain: true, tileGap: tileGap)
    #expect(try stamp(2, isPlain: true, tileGap: tileGap).change == plain.change)
    let varied = try stamp(1, tileGap: tileGap)
    let other = try stamp(2, tileGap: tileGap)
    #expect(varied.change != plain.change && varied.change != other.change && varied.placement != other.placement)
    #expect(try stamp(1, tileGap: tileGap).change == varied.change)
  }

  @Test func variationsAreSmall() throws {
    let plain = try stamp(0, isPlain: true).placement
    for seed in UInt64(1)...50 {
      let varied = try stamp(seed).placement
      // 1.2 % of 160 pixels, 2.5 % of the size, 1.2°.
      #expect(abs(varied.x - plain.x) <= 1.92 && abs(varied.y - plain.y) <= 1.92)
      #expect(abs(varied.width / plain.width - 1) <= 0.0251 && abs(varied.rotation) <= 1.2)
    }
  }

  @Test func stampsWithoutAMarginStayInside() throws {
    var settings = settings(.over)
    (settings.variation.isPlain, settings.margin, settings.gravity) = (false, 0, .southeast)
    for seed in UInt64(1)...20 {
      let found = try Stamp.stamp(square(1, 1, 1), settings: settings, onto: waves(), alpha: nil, seed: seed).placement
      #expect(found.x <= 200 && found.y <= 120)
    }
  }

  @Test(arguments: [nil, 100.0])
  func threadsDoNotMatter(_ tileGap: Double?) throws {
    let one = try Parallel.$threads.withValue(1) { try stamp(7, tileGap: tileGap).change }
    let many = try Parallel.$threads.withValue(5) { try stamp(7, tileGap: tileGap).change }
    #expect(one == many)
  }

  @Test func nothingChangesFarFromTheStamp() throws {
    let bounds = try #require(try stamp(3).change.bounds)
    // An 80-pixel square in the middle of 240 × 160, moved and warped by some pixels.
    #expect(bounds.left > 65 && bounds.right < 175 && bounds.top > 25 && bounds.bottom < 135)
  }

  @Test func tilesCoverThePictureInShiftedRows() throws {
    let change = try stamp(1, isPlain: true, tileGap: 100).change
    // Tiles of 32 pixels every 64: one in the middle, none beside it, and the next row half a step aside.
    let seen = { (x: Int, y: Int) in change.planes[0][x, y] != 0 || change.planes[2][x, y] != 0 }
    #expect(seen(120, 80) && seen(184, 80) && !seen(152, 80))
    #expect(!seen(120, 144) && seen(152, 144) && seen(88, 144))
  }
}
