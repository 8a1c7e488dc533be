import CDynamic
import Foundation
import Raster

/// Text by Pango and Cairo, which are loaded when the first text is drawn.
enum TextRenderer {
  /// Names for the dynamic loader. `LACQUER_PANGO` is the user's word and then the only candidate.
  static func candidates(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
    if let path = environment["LACQUER_PANGO"], !path.isEmpty { return [path] }
    #if os(macOS)
      let name = "libpangocairo-1.0.dylib"
      return ["/opt/homebrew/lib/\(name)", "/usr/local/lib/\(name)", name]
    #else
      return ["libpangocairo-1.0.so.0"]
    #endif
  }

  /// Draws text; see `StampSource.figure`.
  static func figure(
    _ words: String, font: String, alignment: Int, longSide: Double, maximumArea: Double
  ) throws(StampError) -> Figure {
    // C strings end at the first zero byte.
    guard !words.contains("\0"), !words.allSatisfy(\.isWhitespace) else { throw .emptyText }
    var picture = lacquer_text_picture()
    let names = candidates().map { strdup($0) }
    defer { for name in names { free(name) } }
    var list: [UnsafePointer<CChar>?] = names.map { UnsafePointer($0) }
    list.append(nil)
    let status = lacquer_text_draw(
      list, words, font, Int32(1 + alignment), max(1, longSide), maximumArea, &picture)
    defer {
      free(picture.white)
      free(picture.black)
    }
    switch status {
    case LACQUER_TEXT_DRAWN: break
    case LACQUER_TEXT_NO_FONTS: throw .noFonts
    case LACQUER_TEXT_UNKNOWN_FONT: throw .unknownFont(font)
    case LACQUER_TEXT_NO_GLYPHS: throw .noGlyphs(Int(picture.unknown))
    case LACQUER_TEXT_NO_INK: throw .emptyText
    case LACQUER_TEXT_NO_MEMORY: throw .outOfMemory
    default: throw .noTextLibrary
    }
    return try figure(picture)
  }

  /// In white ink and in black ink the font's own colours look the same; what differs is ink.
  private static func figure(_ picture: lacquer_text_picture) throws(StampError) -> Figure {
    let (width, height) = (Int(picture.width), Int(picture.height))
    guard let white = picture.white, let black = picture.black else { throw .outOfMemory }
    var ink = Plane(width: width, height: height)
    var own = [Plane](repeating: ink, count: 4)
    var hasOwn = false
    for i in 0..<width * height where white[i] != 0 {
      let alpha = Float(white[i] >> 24) / 255
      let share = Float(Int(white[i] >> 8 & 255) - Int(black[i] >> 8 & 255)) / 255
      ink.samples[i] = min(1, max(0, share))
      let rest = alpha - ink.samples[i]
      // Rounding leaves a level or two.
      guard rest > 2.5 / 255 else { continue }
      hasOwn = true
      own[0].samples[i] = rest
      for c in 0..<3 {
        let encoded = Float(black[i] >> UInt32(16 - 8 * c) & 255) / 255 / rest
        own[c + 1].samples[i] = Light.linear(min(1, encoded)) * rest
      }
    }
    do {
      return try Figure(ink: ink, own: hasOwn ? own : nil, lines: max(1, Int(picture.lines)))
    } catch {
      throw .emptyText
    }
  }
}
