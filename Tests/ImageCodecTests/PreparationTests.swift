import Foundation
import ImageCodec
import ImageContainer
import Raster
import Testing

/// Files that are resized and converted before they are protected.
@Suite struct PreparationTests {
  private static func png(
    _ width: Int, _ height: Int, depth: Int = 8, colourType: Int = 2, head: [(String, [UInt8])] = [],
    _ value: @escaping (Int, Int, Int) -> Int
  ) -> [UInt8] {
    PNGBuilder(width: width, height: height, depth: depth, colourType: colourType, head: head, value: value).bytes
  }

  private static func levels(_ bytes: [UInt8]) throws -> ContiguousArray<UInt8> {
    guard case .eight(let samples) = try ImageCodec.read(bytes).samples else { return [] }
    return samples
  }

  @Test(arguments: [
    Preparation(longSide: 64), Preparation(format: .png), Preparation(quality: 50), Preparation(convertsToSRGB: true),
    Preparation(longSide: 500, format: .png, quality: 10, convertsToSRGB: true),
  ])
  func aFileThatNeedsNothingStays(_ preparation: Preparation) throws {
    #expect(try preparation(Self.png(64, 32) { x, y, _ in x + y }) == nil)
  }

  @Test func lightIsAveragedAndNotLevels() throws {
    // Stripes of black and white are as bright as half the light: 0.5 is level 188 of sRGB (IEC 61966-2-1).
    let prepared = try #require(try Preparation(longSide: 32)(Self.png(128, 64) { x, _, _ in x % 2 == 0 ? 0 : 255 }))
    #expect((prepared.width, prepared.height) == (32, 16))
    let levels = try Self.levels(prepared.bytes)
    // At the borders the kernel sees part of a stripe.
    let inner = levels.indices.filter { (3..<29).contains($0 / 3 % 32) }
    #expect(inner.allSatisfy { abs(Int(levels[$0]) - 188) <= 1 })
  }

  @Test func coloursOfTransparentPixelsDoNotShow() throws {
    // Green where nothing is seen, red where all is.
    let picture = Self.png(64, 64, colourType: 6) { x, _, c in
      [x < 32 ? 255 : 0, x < 32 ? 0 : 255, 0, x < 32 ? 255 : 0][c]
    }
    let prepared = try #require(try Preparation(longSide: 16)(picture))
    let levels = try Self.levels(prepared.bytes)
    for pixel in stride(from: 0, to: levels.count, by: 4) where levels[pixel + 3] > 8 {
      #expect(levels[pixel] > 250 && levels[pixel + 1] < 4)
    }
  }

  @Test func sixteenBitsStayInPNGAlone() throws {
    let picture = Self.png(64, 48, depth: 16) { x, y, c in x * 900 + y * 100 + c }
    let small = try ImageCodec.read(#require(try Preparation(longSide: 32)(picture)).bytes)
    #expect(small.depth == 16 && small.layout == .rgb)
    let converted = try #require(try Preparation(format: .jpeg)(picture))
    #expect(converted.format == .jpeg && ImageFormat(signatureOf: converted.bytes) == .jpeg)
  }

  @Test func transparencyIsNotLostInAJPEG() throws {
    let half = Self.png(16, 16, colourType: 6) { x, _, c in c == 3 ? (x < 8 ? 128 : 255) : 90 }
    #expect(throws: ImageCodecError.self) { try Preparation(format: .jpeg)(half) }
    // Alpha that is opaque everywhere says nothing.
    let opaque = Self.png(16, 16, colourType: 6) { _, _, c in c == 3 ? 255 : 90 }
    #expect(try Preparation(format: .jpeg)(opaque)?.format == .jpeg)
  }

  @Test func convertedPixelsAreThoseOfTheSource() throws {
    let jpeg = try JPEGBuilder.file()
    let png = try #require(try Preparation(format: .png)(jpeg))
    #expect(try Self.levels(png.bytes) == Self.levels(jpeg))
  }

  /// A JPEG with an orientation becomes upright, and its EXIF says so and nothing else of it.
  @Test(arguments: ImageFormat.allCases) func turnedPicturesBecomeUprightOnce(format: ImageFormat) throws {
    let exif = JPEGBuilder.exif(orientation: 6, thumbnail: nil)
    let jpeg = try JPEGBuilder.file(segments: [(0xE1, Array("Exif".utf8) + [0, 0] + exif)])
    let before = try ImageCodec.read(jpeg)
    try #require(before.orientation == .right)
    let prepared = try #require(try Preparation(longSide: 40, format: format)(jpeg))
    let after = try ImageCodec.read(prepared.bytes)
    #expect(after.orientation == .up)
    #expect((after.width, after.height) == (27, 40))
    // The upright picture by another way: Pillow's order of turning and resizing does not matter, nor should ours.
    let turned = try before.workingCopy().shrunk(toLongSide: 40)
    let difference = turned.planes[0].combined(with: try after.workingCopy().planes[0]) { abs($0 - $1) }
    #expect(difference.samples.reduce(0, +) / Float(difference.samples.count) < 0.03)
    #expect(after.blocks.contains { $0.isExif })
  }

  @Test func aProfileStaysUnlessSRGBIsAskedFor() throws {
    // gAMA 1.0: linear light, far from sRGB.
    let linear = Self.png(64, 64, head: [("gAMA", [0, 1, 0x86, 0xA0])]) { x, y, c in (x * 3 + y + 20 * c) % 256 }
    let meant = try ImageCodec.read(linear).workingCopy()
    let inSRGB = try ImageCodec.read(#require(try Preparation(convertsToSRGB: true)(linear)).bytes)
    #expect(inSRGB.colour == .sRGB && inSRGB.blocks.contains { $0.kind == .chunk("iCCP") })
    #expect(!inSRGB.blocks.contains { $0.kind == .chunk("gAMA") })
    let kept = try ImageCodec.read(#require(try Preparation(format: .jpeg, quality: 100)(linear)).bytes)
    #expect(kept.colour != .sRGB)
    let error = { (picture: Artwork) in try picture.workingCopy().combined(with: meant) { abs($0 - $1) }.planes }
    // Half a level of 8 bits; a JPEG's rounding in dark linear light is some levels of sRGB.
    #expect(try error(inSRGB).allSatisfy { $0.samples.max() ?? 1 < 0.003 })
    #expect(try error(kept).allSatisfy { $0.samples.reduce(0, +) / Float($0.samples.count) < 0.02 })
    let small = try ImageCodec.read(#require(try Preparation(longSide: 32)(linear)).bytes)
    #expect(small.colour == (try ImageCodec.read(linear)).colour)
    let light = { (image: RasterImage) in
      image.linearFromSRGB.planes[0].samples.reduce(0, +) / Float(image.width * image.height)
    }
    #expect(abs(try light(small.workingCopy()) - light(meant)) < 0.004)
  }
}
