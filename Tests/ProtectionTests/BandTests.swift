import ImageCodec
import PerceptualMetrics
import Protection
import Raster
import Testing
import Watermark

/// What is made part by part does not depend on how large the parts are.
@Suite struct BandTests {
  private static let (width, height) = (613, 421)

  private func noise(_ width: Int, _ height: Int, channels: Int = 3, seed: UInt64 = 1) -> RasterImage {
    var generator = SeededGenerator(seed: seed)
    return RasterImage(
      planes: (0..<channels).map { _ in generator.normalPlane(width: width, height: height).map { 0.02 * $0 } })
  }

  /// A perturbation that is enlarged, a mark, gains of both, and a mask.
  private func layers() throws -> LayerSum {
    let picture = noise(Self.width, Self.height, seed: 2).map { 0.5 + 8 * $0 }
    let mark = try Watermark.embed(Mark(id: 7), key: .published, into: picture).change
    var mask = Plane(width: Self.width, height: Self.height)
    for x in 100..<200 { mask[x, 50] = 1 }
    let layers = Layers(
      perturbation: Layer(EnlargedImage(noise(160, 110), toWidth: Self.width, height: Self.height)).sparing(mask),
      mark: Layer(mark).scaled(by: 0.7).sparing(mask))
    return try #require(layers.sum(scale: 1.3, epsilon: 8 / 255))
  }

  @Test(arguments: [1, 7, 64])
  func layersAreTheSameInParts(side: Int) throws {
    let sum = try layers()
    let whole = sum.whole
    for top in stride(from: 0, to: Self.height, by: side) {
      let rows = top..<min(Self.height, top + side)
      #expect(sum.part(columns: 0..<Self.width, rows: rows) == whole.cropped(columns: 0..<Self.width, rows: rows))
    }
    for left in stride(from: 0, to: Self.width, by: 5 * side) {
      let columns = left..<min(Self.width, left + side)
      #expect(sum.part(columns: columns, rows: 90..<130) == whole.cropped(columns: columns, rows: 90..<130))
    }
  }

  /// Bytes of a file do not depend on how many rows of a change are made at a time, however the picture is turned.
  @Test(arguments: [Orientation.up, .right, .downMirrored], [1, 7, 64, 421])
  func samplesAreTheSameInBands(orientation: Orientation, rows: Int) throws {
    let (width, height) = orientation.swapsSides ? (Self.height, Self.width) : (Self.width, Self.height)
    let levels = noise(width, height, seed: 3).map { 0.5 + 8 * $0 }.interleavedLevels
    let plain = try ImageCodec.encodeJPEG(levels, width: width, height: height, channels: 3, quality: 90)
    let exif: [UInt8] =
      Array("Exif".utf8) + [0, 0] + Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
      + [0, UInt8(orientation.rawValue), 0, 0, 0, 0, 0, 0]
    let artwork = try ImageCodec.read([0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + plain.dropFirst(2))
    #expect(artwork.orientation == orientation)
    let sum = try layers()
    #expect(
      try artwork.samples(adding: sum, epsilon: 8, rowsAtATime: rows) == artwork.samples(adding: sum.whole, epsilon: 8))
  }

  /// A picture kept as levels is judged as the same picture in planes, to the bit.
  @Test func packedPicturesAreJudgedAlike() throws {
    func levels(_ picture: RasterImage) -> PackedImage {
      PackedImage(
        levels: picture.interleavedLevels, step: 3, width: picture.width, height: picture.height, channels: 3)
    }
    let first = levels(noise(300, 200, seed: 4).map { 0.5 + 8 * $0 })
    let second = levels(first.image.combined(with: noise(300, 200, seed: 5)) { $0 + $1 })
    #expect(SSIMULACRA2.score(first, second) == SSIMULACRA2.score(first.image, second.image))
    #expect(Butteraugli.map(first, second) == Butteraugli.map(first.image, second.image))
    #expect(PSNR.luma(first, second) == PSNR.luma(first.image, second.image))
    #expect(SSIM.luma(first, second) == SSIM.luma(first.image, second.image))
    let map = SeparableMap.resize(width: 300, height: 200, to: 123, 77)
    #expect(map(first) == map(first.image))
  }
}
