import ImageCodec
import ImageContainer
import Raster
import Testing

@Suite struct JPEGTests {
  static let kinds: [(channels: Int, subsampling: ImageCodec.Subsampling, progressive: Bool)] = [
    (1, .none, false), (3, .none, false), (3, .horizontal, false), (3, .both, false), (3, .both, true),
    (1, .none, true),
  ]

  @Test(arguments: kinds) func rewritingUnchangedKeepsEverything(
    channels: Int, subsampling: ImageCodec.Subsampling, progressive: Bool
  ) throws {
    let original = try JPEGBuilder.file(
      channels: channels, subsampling: subsampling, progressive: progressive,
      segments: [(0xE5, [1, 2, 3]), (0xFE, Array("a comment".utf8))])
    let artwork = try ImageCodec.read(original)
    #expect(artwork.warnings.isEmpty && artwork.width == 67 && artwork.height == 45)
    let file = try ImageCodec.rewrite(original, as: artwork, samples: artwork.samples)
    let again = try ImageCodec.read(file.bytes)
    #expect(file.notes.isEmpty)
    #expect(again.samples == artwork.samples && again.encoding == artwork.encoding && again.blocks == artwork.blocks)
    #expect(file.bytes.count == original.count)
  }

  @Test(arguments: kinds) func changedBlocksComeNearAndOthersStay(
    channels: Int, subsampling: ImageCodec.Subsampling, progressive: Bool
  ) throws {
    let original = try JPEGBuilder.file(
      channels: channels, quality: 97, subsampling: subsampling, progressive: progressive)
    let artwork = try ImageCodec.read(original)
    var change = noise(artwork, amplitude: 0)
    for plane in change.planes.indices {
      for y in 16..<32 { for x in 16..<48 { change.planes[plane][x, y] = 6.0 / 255 } }
    }
    let samples = try artwork.samples(adding: change, epsilon: 8)
    let file = try ImageCodec.rewrite(original, as: artwork, samples: samples, options: .init(deadZone: 0))
    let again = try ImageCodec.read(file.bytes)
    #expect(again.encoding == artwork.encoding)
    let (old, wanted, got) = (levels(artwork.samples), levels(samples), levels(again.samples))
    var error = 0
    var count = 0
    for y in 0..<45 {
      for x in 0..<67 {
        for c in 0..<channels {
          let i = (y * 67 + x) * channels + c
          // Fancy upsampling reaches one chroma sample over the border of a block.
          let isFar = x < 12 || x >= 52 || y < 12 || y >= 36
          if isFar { #expect(got[i] == old[i]) }
          if (18..<30).contains(y) && (18..<46).contains(x) {
            error += abs(got[i] - wanted[i])
            count += 1
          }
        }
      }
    }
    #expect(Double(error) / Double(count) < 1.2)
  }

  @Test func widerDeadZoneMakesSmallerFiles() throws {
    let original = try JPEGBuilder.file(width: 200, height: 160, quality: 80)
    let artwork = try ImageCodec.read(original)
    let samples = try artwork.samples(adding: noise(artwork, amplitude: 8), epsilon: 8)
    let editor = try ImageEditor(original: original, artwork: artwork)
    let sizes = try [Float(0), 0.15, 0.4, 1].map { try editor.encode(samples, deadZone: $0).bytes.count }
    #expect(sizes == sizes.sorted(by: >) && sizes[0] > sizes[3])
  }

  @Test func previewsGoAndTheRestStays() throws {
    let thumbnail = try JPEGBuilder.file(width: 16, height: 12)
    let exif = JPEGBuilder.exif(thumbnail: thumbnail)
    let photoshop = Array("Photoshop 3.0".utf8) + [0]
    let caption: [UInt8] = Array("8BIM".utf8) + [4, 4, 0, 0, 0, 0, 0, 5, 28, 2, 120, 0, 0, 0]
    let preview: [UInt8] = Array("8BIM".utf8) + [4, 0x0C, 0, 0, 0, 0, 0, 4, 9, 9, 9, 9]
    let xmp =
      "http://ns.adobe.com/xap/1.0/\0<x xmlns:dc='d' xmlns:xmpGImg='http://ns.adobe.com/xap/1.0/g/img/'><dc:title>T</dc:title><xmpGImg:image>QUJD</xmpGImg:image></x>"
    let segments: [(UInt8, [UInt8])] = [
      (0xE1, Array("Exif".utf8) + [0, 0] + exif), (0xE1, Array(xmp.utf8)), (0xED, photoshop + preview + caption),
      (0xE2, Array("MPF".utf8) + [0, 1, 2, 3]), (0xE0, Array("JFXX".utf8) + [0, 0x13, 1, 1, 0, 0, 0]),
      (0xE6, [7, 7, 7]), (0xFE, Array("kept".utf8)),
    ]
    let original = try JPEGBuilder.file(segments: segments) + thumbnail
    let artwork = try ImageCodec.read(original)
    #expect(artwork.warnings.count == 1)
    let samples = try artwork.samples(adding: noise(artwork, amplitude: 9), epsilon: 9)
    let file = try ImageCodec.rewrite(original, as: artwork, samples: samples)
    #expect(file.notes.count == 6)
    let again = try ImageCodec.read(file.bytes)
    #expect(again.warnings.isEmpty)
    let payloads = again.blocks.map(\.bytes)
    #expect(payloads.contains(photoshop + caption))
    #expect(payloads.contains([7, 7, 7]) && payloads.contains(Array("kept".utf8)))
    #expect(payloads.contains(Array(xmp.replacing("QUJD", with: "").utf8)))
    #expect(!again.blocks.contains { $0.begins(with: "MPF") || $0.begins(with: "JFXX") })
    // The main directory is as it was, but for the link to the second.
    let kept = try #require(again.blocks.first { $0.isExif })
    let bare = Array(kept.bytes.dropFirst(6))
    #expect(bare[..<34] == exif[..<34] && bare[38..<54] == exif[38..<54] && bare[34..<38].allSatisfy { $0 == 0 })
    #expect(bare[54...].allSatisfy { $0 == 0 })
    // Unchanged pixels keep all of it, except what lies behind the picture and its index.
    let same = try ImageCodec.read(ImageCodec.rewrite(original, as: artwork, samples: artwork.samples).bytes)
    #expect(same.blocks == artwork.blocks.filter { !$0.begins(with: "MPF") })
  }

  @Test func editedBlocksAreWritten() throws {
    let original = try JPEGBuilder.file(segments: [(0xFE, [1])])
    var artwork = try ImageCodec.read(original)
    artwork.blocks.append(MetadataBlock(kind: .segment(0xE1), bytes: Array("new".utf8), position: .beforeImage))
    artwork.blocks.removeAll { $0.kind == .segment(0xFE) }
    let again = try ImageCodec.read(ImageCodec.rewrite(original, as: artwork, samples: artwork.samples).bytes)
    #expect(again.blocks == artwork.blocks)
    artwork.blocks.append(
      MetadataBlock(kind: .segment(0xE1), bytes: [UInt8](repeating: 0, count: 65534), position: .beforeImage))
    #expect(throws: ImageCodecError.self) {
      try ImageCodec.rewrite(original, as: artwork, samples: artwork.samples)
    }
  }

  @Test func unsupportedKindsAreNamed() throws {
    let original = try JPEGBuilder.file()
    let frame = try #require(original.indices.first { original[$0] == 0xFF && original[$0 + 1] == 0xC0 })
    var lossless = original
    lossless[frame + 1] = 0xC3
    #expect { try ImageCodec.read(lossless) } throws: { "\($0)".contains("lossless") }
    var twelve = original
    twelve[frame + 4] = 12
    #expect { try ImageCodec.read(twelve) } throws: { "\($0)".contains("12 bits") }
    #expect { try ImageCodec.read([]) } throws: { "\($0)".contains("empty") }
    #expect { try ImageCodec.read(Array("GIF89a".utf8)) } throws: { "\($0)".contains("not a PNG, JPEG or WebP") }
  }

  @Test func scansAreCounted() throws {
    let progressive = try JPEGBuilder.file(progressive: true)
    #expect(throws: ImageCodecError.self) { try ImageCodec.read(progressive, options: ReadOptions(maxScans: 5)) }
    _ = try ImageCodec.read(progressive, options: ReadOptions(maxScans: 10))
  }

  @Test func truncatedFilesWarnOrThrow() throws {
    for progressive in [false, true] {
      let bytes = try JPEGBuilder.file(progressive: progressive)
      for count in stride(from: 0, to: bytes.count - 2, by: 7) {
        let part = Array(bytes[..<count])
        guard let artwork = try? ImageCodec.read(part) else { continue }
        #expect(!artwork.warnings.isEmpty)
        #expect(throws: ImageCodecError.self) { try ImageCodec.read(part, options: ReadOptions(strict: true)) }
        _ = try ImageCodec.rewrite(part, as: artwork, samples: artwork.samples)
      }
    }
  }
}
