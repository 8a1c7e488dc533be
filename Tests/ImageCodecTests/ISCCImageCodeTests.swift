import Files
import Foundation
import ImageCodec
import Testing

@Suite struct ISCCImageCodeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../..").standardizedFileURL.path

  /// Codes of iscc-core 1.5.0 for pictures that Pillow 13.0.0 prepared as it wants them.
  @Test(arguments: [
    ("samples/city.jpg", "ISCC:EEAZMNQW5FEU223J"),
    ("samples/comic.png", "ISCC:EEAZPODKIZG3SOQN"),
    ("samples/heron.png", "ISCC:EEA6VMUSJWSZ5SJM"),
    ("samples/lighthouse.jpg", "ISCC:EEA5AFKHBK7JKXE7"),
    ("samples/mountains.jpg", "ISCC:EEAZBELONVGXF3SS"),
    ("samples/pixels.png", "ISCC:EEAZMNQLPHE4KJJ5"),
    ("samples/portrait.jpg", "ISCC:EEA6ZZASXMUZ4I3D"),
    ("samples/stilllife.png", "ISCC:EEA7C3ESI6ZBZS5S"),
    ("samples/winter.jpg", "ISCC:EEA6ISU5WUJZYFTZ"),
    ("Tests/LacquerCLITests/Pictures/alpha.png", "ISCC:EEA65EWIGTM2JYXF"),
    ("Tests/LacquerCLITests/Pictures/grey.png", "ISCC:EEA624SSLLJMCHOD"),
    ("Tests/LacquerCLITests/Pictures/deep.png", "ISCC:EEAYHYLKJO2ZTK4Y"),
    ("Tests/LacquerCLITests/Pictures/palette.png", "ISCC:EEA7GTEWIO3JZQNS"),
    ("Tests/LacquerCLITests/Pictures/progressive.jpg", "ISCC:EEAZBSZ7NEPFXABP"),
    ("Tests/LacquerCLITests/Pictures/p3.jpg", "ISCC:EEA4326MZYYIG2MY"),
    ("Tests/LacquerCLITests/Pictures/lossless.webp", "ISCC:EEA65EWIGTM2JYXF"),
    ("Tests/LacquerCLITests/Pictures/cmyk.jpg", "ISCC:EEA43TTTMHLSGEJG"),
  ])
  func codesAreThoseOfTheReference(name: String, code: String) throws {
    let artwork = try ImageCodec.read(AtomicFile.read("\(Self.root)/\(name)"))
    #expect(try ISCCImageCode(artwork).text == code)
  }

  /// A border of one colour counts for nothing.
  @Test func bordersAreCropped() throws {
    let artwork = try ImageCodec.read(AtomicFile.read("\(Self.root)/samples/heron.png"))
    guard case .eight(let inner) = artwork.samples, artwork.layout == .rgb else { return }
    let (w, h, border) = (artwork.width, artwork.height, 9)
    let wide = w + 2 * border
    var levels = ContiguousArray<UInt8>(repeating: 7, count: 3 * wide * (h + 2 * border))
    for y in 0..<h {
      for x in 0..<3 * w { levels[3 * ((y + border) * wide + border) + x] = inner[3 * y * w + x] }
    }
    let framed = try ImageCodec.encodePNG(.eight(levels), width: wide, height: h + 2 * border, layout: .rgb)
    #expect(try ISCCImageCode(ImageCodec.read(framed)) == ISCCImageCode(artwork))
  }
}
