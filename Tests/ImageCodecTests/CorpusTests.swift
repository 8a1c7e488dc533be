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
      // Progressive pictures without their last scans are completed, and only those.
      if case .jpeg(let encoding) = artwork.encoding, !encoding.isComplete { continue }
      #expect(again.samples == artwork.samples, "\(path)")
      #expect(again.encoding == artwork.encoding || artwork.format == .png, "\(path)")
      if artwork.format == .jpeg {
        #expect(try ImageCodec.rewrite(file.bytes, as: again, samples: again.samples).bytes == file.bytes, "\(path)")
      }
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
