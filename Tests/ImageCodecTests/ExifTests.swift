import ImageCodec
import ImageContainer
import Raster
import Testing

@Suite struct ExifTests {
  /// A mark near the upright picture's top left corner is found there, whatever way the picture is stored.
  @Test(arguments: Orientation.allCases) func picturesAreUpright(_ orientation: Orientation) throws {
    let (width, height) = (7, 5)
    // Where the upright corner lies in the stored picture, after CIPA DC-008, 4.6.4.
    let corner: (x: Int, y: Int) =
      switch orientation {
      case .up, .leftMirrored: (0, 0)
      case .upMirrored, .left: (width - 1, 0)
      case .down, .rightMirrored: (width - 1, height - 1)
      case .downMirrored, .right: (0, height - 1)
      }
    let isSwapped = orientation.rawValue > 4
    // The second pixel of the upright top row.
    let second: (x: Int, y: Int) =
      isSwapped
      ? (corner.x, corner.y == 0 ? 1 : height - 2) : (corner.x == 0 ? 1 : width - 2, corner.y)
    var builder = PNGBuilder(width: width, height: height, depth: 8, colourType: 0) { x, y, _ in
      (x, y) == corner ? 255 : (x, y) == second ? 128 : 0
    }
    builder.head = [("eXIf", JPEGBuilder.exif(orientation: orientation.rawValue, thumbnail: nil))]
    let artwork = try ImageCodec.read(builder.bytes)
    #expect(artwork.orientation == orientation)
    #expect(try ImageCodec.readHeader(builder.bytes).orientation == orientation)
    let working = try artwork.workingCopy()
    #expect(working.width == (isSwapped ? height : width) && working.height == (isSwapped ? width : height))
    #expect(working.planes[0][0, 0] == 1 && abs(working.planes[0][1, 0] - 128.0 / 255) < 1e-6)
    #expect(working.planes[0].samples.reduce(0, +) < 1.51)
    var change = RasterImage(width: working.width, height: working.height, channels: 1)
    change.planes[0][1, 0] = 5.0 / 255
    let changed = levels(try artwork.samples(adding: change, epsilon: 8))
    #expect(changed[second.y * width + second.x] == 133)
    #expect(zip(changed, levels(artwork.samples)).count { $0 != $1 } == 1)
  }

  @Test(arguments: [0, 9, 65535]) func nonsenseIsUpright(value: Int) throws {
    let exif = Array("Exif".utf8) + [0, 0] + JPEGBuilder.exif(orientation: value, thumbnail: nil)
    #expect(try ImageCodec.read(JPEGBuilder.file(segments: [(0xE1, exif)])).orientation == .up)
  }

  @Test func bigEndianIsUnderstood() throws {
    let exif: [UInt8] =
      Array("Exif".utf8) + [
        0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
      ]
    #expect(try ImageCodec.read(JPEGBuilder.file(segments: [(0xE1, exif)])).orientation == .right)
  }

  /// Links to itself, offsets past the end, every byte replaced in turn: no crash, no hang, and always a file.
  @Test func hostileStructuresAreSurvived() throws {
    let sound = JPEGBuilder.exif(orientation: 3, thumbnail: try JPEGBuilder.file(width: 8, height: 8))
    for place in 0..<90 {
      for value: UInt8 in [0, 8, 0x7F, 0xFF] {
        var exif = sound
        exif[place] = value
        let original = try JPEGBuilder.file(
          width: 16, height: 16, segments: [(0xE1, Array("Exif".utf8) + [0, 0] + exif)])
        let artwork = try ImageCodec.read(original)
        let samples = try artwork.samples(adding: noise(artwork, amplitude: 30), epsilon: 30)
        let again = try ImageCodec.read(ImageCodec.rewrite(original, as: artwork, samples: samples).bytes)
        let kept = again.blocks.first { $0.isExif }?.bytes ?? []
        // Whatever the structure says, no embedded picture is left; first bytes of one may be, where a table claims them.
        let pictures = kept.indices.dropLast(2).filter { kept[$0..<$0 + 3].elementsEqual([0xFF, 0xD8, 0xFF]) }
          .map { JPEGSegments(Array(kept[$0...])) }
        #expect(!pictures.contains { $0.frame != nil && $0.scans > 0 })
      }
    }
  }
}
