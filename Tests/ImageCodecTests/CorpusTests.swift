import Files
import ImageCodec
import Raster
import Testing

/// Every sound file of the corpus, when it is there: `scripts/corpus` compares its pixels with the reference decoders'.
@Suite(.enabled(if: Corpus.folder != nil, "the corpus is not beside the checkout"))
struct CorpusTests {
  @Test func unchangedPicturesKeepEverything() throws {
    for path in try Corpus.soundFiles() {
      let bytes = try AtomicFile.read(path)
      guard let artwork = try? ImageCodec.read(bytes) else { continue }
      let file = try ImageCodec.rewrite(bytes, as: artwork, samples: artwork.samples)
      let again = try ImageCodec.read(file.bytes)
      #expect(again.colour == artwork.colour && again.orientation == artwork.orientation, "\(path)")
      #expect(again.blocks == artwork.blocks, "\(path)")
      #expect(again.samples == artwork.samples && again.encoding == artwork.encoding, "\(path)")
    }
  }

  /// A change in one corner leaves every block elsewhere as it was, through libjpeg's writer.
  @Test func coefficientsElsewhereStay() throws {
    for path in try Corpus.soundFiles() {
      let bytes = try AtomicFile.read(path)
      guard let artwork = try? ImageCodec.read(bytes), case .jpeg(let encoding) = artwork.encoding,
        case .eight(let old) = artwork.samples, encoding.isComplete
      else { continue }
      var samples = old
      samples[0] ^= 0x40
      let file = try ImageCodec.rewrite(bytes, as: artwork, samples: .eight(samples))
      let again = try ImageCodec.read(file.bytes)
      guard case .eight(let new) = again.samples else { continue }
      #expect(again.encoding == artwork.encoding, "\(path)")
      // The largest MCU is 32 pixels wide and high, and upsampling reaches a little further.
      let channels = artwork.layout.channels
      let strays = old.indices.filter {
        old[$0] != new[$0] && ($0 / channels % artwork.width > 48 || $0 / channels / artwork.width > 48)
      }
      #expect(strays.isEmpty, "\(path)")
      // Coefficients that are written and read again are the same.
      let twice = try ImageEditor(original: file.bytes, artwork: again)
      #expect(try twice.encode(again.samples).bytes == file.bytes, "\(path)")
    }
  }

  @Test func changedPicturesKeepAllButPreviews() throws {
    for path in try Corpus.soundFiles() {
      let bytes = try AtomicFile.read(path)
      guard let artwork = try? ImageCodec.read(bytes) else { continue }
      let samples = try artwork.samples(adding: noise(artwork, amplitude: 8), epsilon: 8)
      let file = try ImageCodec.rewrite(bytes, as: artwork, samples: samples)
      let again = try ImageCodec.read(file.bytes)
      if artwork.format == .png { #expect(again.showsSamePixels(as: samples, of: artwork), "\(path)") }
      #expect(again.alphaPlane() == artwork.alphaPlane(), "\(path)")
      let lost = artwork.blocks.filter { !again.blocks.contains($0) }
      let fixed = lost.filter { !$0.mayChange }.map { $0.name }
      #expect(fixed.isEmpty, "\(path)")
    }
  }
}
