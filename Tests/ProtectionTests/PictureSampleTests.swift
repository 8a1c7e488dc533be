import ImageCodec
import Protection
import Raster
import Testing

@Suite struct PictureSampleTests {
  /// A JPEG of more than four megapixels whose EXIF says how it is turned.
  private func jpeg(_ orientation: Orientation, width: Int, height: Int) throws -> [UInt8] {
    var levels = ContiguousArray<UInt8>(repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          levels[(y &* width &+ x) &* 3 &+ channel] =
            UInt8(truncatingIfNeeded: (x &* (channel &+ 1)) / 8 &+ y / 3 &+ (x &* y) / 4096)
        }
      }
    }
    let plain = try ImageCodec.encodeJPEG(
      levels, width: width, height: height, channels: 3, quality: 90, subsampling: .none)
    let exif: [UInt8] =
      Array("Exif".utf8) + [0, 0] + Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
      + [0, UInt8(orientation.rawValue), 0, 0, 0, 0, 0, 0]
    return [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + plain.dropFirst(2)
  }

  /// Without smaller chroma no pixel depends on another block, so that the file of the sample shows the whole's own pixels.
  @Test(arguments: Orientation.allCases)
  func theFileOfASampleShowsWhatLiesThere(orientation: Orientation) throws {
    let bytes = try jpeg(orientation, width: 2345, height: 1777)
    let artwork = try ImageCodec.read(bytes)
    #expect(artwork.orientation == orientation)
    let picture = try artwork.workingCopy()
    let sample = PictureSample(of: picture, alpha: nil, artwork: artwork)
    let file = try #require(try sample.file(of: ImageEditor(original: bytes, artwork: artwork)))
    let part = sample.part(of: picture)
    #expect(part.width < picture.width && part.height < picture.height)
    #expect(try ImageCodec.read(file).workingCopy() == part)
  }

  @Test func aSmallPictureIsItsOwnSample() throws {
    let bytes = try jpeg(.up, width: 640, height: 480)
    let artwork = try ImageCodec.read(bytes)
    let picture = try artwork.workingCopy()
    let sample = PictureSample(of: picture, alpha: nil, artwork: artwork)
    #expect(try sample.file(of: ImageEditor(original: bytes, artwork: artwork)) == nil)
    #expect(sample.part(of: picture) == picture)
  }
}
