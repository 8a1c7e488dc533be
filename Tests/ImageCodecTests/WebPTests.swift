import ImageCodec
import ImageContainer
import Testing

/// WebP files, made by libwebp itself.
@Suite(.enabled(if: WebPLibrary.shared != nil, "libwebp is not installed")) struct WebPTests {
  private static let (width, height) = (61, 43)

  /// Shading with grain; of four channels the last goes from transparent to opaque.
  private static func samples(channels: Int) -> ContiguousArray<UInt8> {
    var state: UInt32 = 7
    var samples = ContiguousArray<UInt8>()
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channels {
          state = state &* 1_664_525 &+ 1_013_904_223
          let value = channel == 3 ? x * 255 / (width - 1) : (x * (channel + 2) + y * 3) % 200 + Int(state >> 29)
          samples.append(UInt8(value))
        }
      }
    }
    return samples
  }

  private static func file(channels: Int, quality: Float?) throws -> [UInt8] {
    let library = try #require(WebPLibrary.shared)
    return try #require(
      samples(channels: channels).withUnsafeBufferPointer {
        library.encode($0, channels: channels, width: width, height: height, quality: quality)
      })
  }

  @Test(arguments: [3, 4]) func losslessFilesDecodeToTheirSamples(channels: Int) throws {
    let artwork = try ImageCodec.read(Self.file(channels: channels, quality: nil))
    #expect(artwork.format == .webp)
    #expect((artwork.width, artwork.height) == (Self.width, Self.height))
    #expect(artwork.layout == (channels == 4 ? .rgba : .rgb))
    #expect(artwork.encoding.isLossless)
    var meant = artwork
    meant.samples = .eight(Self.samples(channels: channels))
    #expect(artwork.showsSamePixels(as: meant.samples, of: meant))
    #expect(artwork.showsSamePixels(as: artwork.samples, of: meant))
  }

  @Test(arguments: [20, 50, 75, 90, 97] as [Float], [3, 4])
  func theQualityOfALossyFileIsFound(quality: Float, channels: Int) throws {
    let artwork = try ImageCodec.read(Self.file(channels: channels, quality: quality))
    guard case .webp(let encoding) = artwork.encoding else { return #expect(Bool(false), "not WebP") }
    #expect(abs(try #require(encoding.quality) - quality) < 12)
    #expect(!artwork.encoding.isLossless)
  }

  @Test(arguments: [nil, 80] as [Float?]) func blocksComeBackAndThePictureStays(quality: Float?) throws {
    let file = try Self.file(channels: 4, quality: quality)
    let blocks = [
      MetadataBlock(kind: .chunk("ICCP"), bytes: [1, 2, 3], position: .beforeImage),
      MetadataBlock(kind: .chunk("EXIF"), bytes: [4, 5], position: .afterImage),
      MetadataBlock(kind: .chunk("XMP "), bytes: [6], position: .afterImage),
      MetadataBlock(kind: .chunk("what"), bytes: [7, 8, 9], position: .afterImage),
    ]
    let extended = try WebPFile.assemble(pictureOf: file, blocks: blocks.reversed())
    #expect(extended[20] & 0x3E == 0x3C)
    #expect(extended.count % 2 == 0)
    let artwork = try ImageCodec.read(extended)
    #expect(artwork.blocks == blocks)
    #expect(artwork.samples == (try ImageCodec.read(file)).samples)
    #expect(artwork.warnings.count == 1, "the profile is none")
    #expect(try WebPFile.assemble(pictureOf: extended, blocks: []) == WebPFile.assemble(pictureOf: file, blocks: []))
    // Without a change nothing is coded again.
    let same = try ImageCodec.rewrite(extended, as: artwork, samples: artwork.samples)
    #expect(same.bytes == extended)
  }

  @Test(arguments: [3, 4]) func aChangedLosslessPictureIsWrittenExactly(channels: Int) throws {
    let file = try Self.file(channels: channels, quality: nil)
    let artwork = try ImageCodec.read(file)
    guard case .eight(var samples) = artwork.samples else { return #expect(Bool(false), "8 bits") }
    for index in samples.indices where index % channels < 3 { samples[index] = 255 - samples[index] }
    let written = try ImageCodec.read(ImageCodec.rewrite(file, as: artwork, samples: .eight(samples)).bytes)
    #expect(written.showsSamePixels(as: .eight(samples), of: artwork))
    samples[4 * channels + channels - 1] ^= 1
    #expect(!written.showsSamePixels(as: .eight(samples), of: artwork))
  }

  @Test func aLossyPictureKeepsToItsLimitWhereItCan() throws {
    let file = try Self.file(channels: 3, quality: 80)
    let artwork = try ImageCodec.read(file)
    guard case .eight(var samples) = artwork.samples else { return #expect(Bool(false), "8 bits") }
    for index in samples.indices { samples[index] &+= index / 3 % 4 < 2 && samples[index] < 250 ? 3 : 0 }
    let editor = try ImageEditor(original: file, artwork: artwork)
    let free = try editor.encode(.eight(samples))
    let bound = try editor.encode(.eight(samples), byteLimit: free.bytes.count - 1)
    #expect(bound.bytes.count < free.bytes.count)
    #expect(try ImageCodec.read(free.bytes).peakDifference(to: artwork) > 0)
  }

  @Test func animationsAreRefusedByName() throws {
    let header = WebPChunks.encode(
      type: "VP8X", payload: WebPLayout.header(flags: WebPLayout.animationFlag, width: 8, height: 8))
    let frames = WebPChunks.encode(type: "ANMF", payload: [0]) + WebPChunks.encode(type: "ANMF", payload: [0])
    let file = WebPChunks.file(header + WebPChunks.encode(type: "ANIM", payload: [0, 0, 0, 0, 0, 0]) + frames)
    #expect(throws: ImageCodecError.animated(frames: 2)) { try ImageCodec.read(file) }
    #expect(try ImageCodec.readHeader(file).frames == 2)
  }

  @Test func aLimitIsCheckedBeforeDecoding() throws {
    let file = try Self.file(channels: 3, quality: 80)
    var options = ReadOptions()
    options.maxPixels = Self.width * Self.height - 1
    #expect(throws: ImageCodecError.self) { try ImageCodec.read(file, options: options) }
  }

  @Test(arguments: [nil, 70] as [Float?]) func damagedFilesAreReadOrRefused(quality: Float?) throws {
    let plain = try Self.file(channels: 4, quality: quality)
    let file = try WebPFile.assemble(
      pictureOf: plain, blocks: [MetadataBlock(kind: .chunk("EXIF"), bytes: [4, 5, 6], position: .afterImage)])
    for count in 0..<file.count {
      #expect(throws: ImageCodecError.self) { try ImageCodec.read(Array(file.prefix(count))) }
    }
    var state: UInt32 = 1
    for _ in 0..<2000 {
      var broken = file
      for _ in 0..<3 {
        state = state &* 1_664_525 &+ 1_013_904_223
        broken[Int(state >> 8) % broken.count] ^= UInt8(1 << (state >> 29))
      }
      _ = try? ImageCodec.readHeader(broken)
      _ = try? ImageCodec.read(broken)
      _ = try? MetadataFile(broken).rewriting(blocks: [])
    }
  }
}
