import Raster
import Stamp
import Testing

/// Text through Pango; skipped by name where it or a font is missing.
@Suite(
  .enabled(if: (try? StampSource.text(words: "a", font: "Sans").check()) != nil, "needs Pango and a font"))
struct TextTests {
  private func change(_ words: String, font: String = "Sans Bold", gravity: Gravity = .center) throws -> RasterImage {
    var settings = settings(.over)
    settings.content = .text(words: words, font: font)
    settings.gravity = gravity
    return try Stamp.stamp(
      .text(words: words, font: font), settings: settings, onto: flat([0, 0, 0]), alpha: nil, seed: 1
    ).change
  }

  @Test(arguments: ["© 2026 Ann", "مرحبا", "שלום", "Ω жизнь", "line\nline"])
  func wordsFillTheirBox(_ words: String) throws {
    let bounds = try #require(try change(words).bounds)
    let (width, height) = (bounds.right - bounds.left + 1, bounds.bottom - bounds.top + 1)
    #expect(abs(max(width, height) - 60) <= 2)
  }

  /// Shaped, the four letters are joined by a baseline: every column between the first and the last has ink.
  @Test func arabicLettersAreJoined() throws {
    let plane = try change("ببب").planes[1]
    let bounds = try #require(RasterImage(planes: [plane]).bounds)
    for x in bounds.left...bounds.right {
      #expect((bounds.top...bounds.bottom).contains { plane[x, $0] > 0.2 })
    }
  }

  /// The first letter of Hebrew is the rightmost: lamed, the only one that rises over the others, stands second.
  @Test func hebrewRunsFromTheRight() throws {
    let plane = try change("הלהההה").planes[1]
    let bounds = try #require(RasterImage(planes: [plane]).bounds)
    let top = (bounds.left...bounds.right).filter { x in (0..<3).contains { plane[x, bounds.top + $0] > 0.2 } }
    #expect(top.allSatisfy { $0 > (bounds.left + bounds.right) / 2 })
  }

  @Test func badTextIsRefused() {
    #expect(throws: StampError.emptyText) { try change(" \n\t") }
    #expect(throws: StampError.emptyText) { try change("\u{200B}") }
    #expect(throws: StampError.unknownFont("No Such Family 7")) { try change("a", font: "No Such Family 7") }
    #expect(throws: StampError.noGlyphs(2)) { try change("\u{10FFF0}a\u{10FFF1}") }
  }
}
