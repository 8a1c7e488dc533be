import Foundation
import ImageCodec
import ImageContainer
import Metadata
import Testing

@Suite struct MetadataFileTests {
  @Test(arguments: [ImageFormat.png, .jpeg])
  func writesWhatItRead(_ format: ImageFormat) throws {
    let bytes = Sample.of(format) + Array("trailing bytes".utf8)
    let file = try MetadataFile(bytes)
    #expect(try file.rewriting(blocks: file.blocks) == bytes)
    #expect(file.trailerLength == 14)
    #expect((file.width, file.height) == (8, 8))
  }

  @Test(arguments: [ImageFormat.png, .jpeg])
  func editsAndUndoes(_ format: ImageFormat) throws {
    let original = Sample.of(format)
    let edited = try MetadataFile(original).applying(Sample.everything).bytes
    #expect(edited != original)
    #expect(try ImageCodec.read(edited).samples == ImageCodec.read(original).samples)
    let stripped = try MetadataFile(edited).applying(MetadataEdit(stripsAll: true)).bytes
    #expect(stripped == original)
  }

  @Test func strippingAllKeepsTheLook() throws {
    let profile = MetadataBlock(
      kind: .segment(0xE2), bytes: Array("ICC_PROFILE\0\u{1}\u{1}profile".utf8), position: .beforeImage)
    let comment = MetadataBlock(kind: .segment(0xFE), bytes: [65], position: .beforeImage)
    let file = try Sample.file(.jpeg, [profile, comment])
    let stripped = try MetadataFile(file.applying(MetadataEdit(optOut: .all, stripsAll: true)).bytes)
    #expect(stripped.blocks.contains(profile))
    #expect(!stripped.blocks.contains(comment))
    #expect(MetadataReader.summary(stripped.blocks).optsOut)
  }

  @Test(arguments: [[], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF], Array("GIF89a".utf8)] as [[UInt8]])
  func refusesOtherFiles(_ bytes: [UInt8]) {
    #expect(throws: MetadataError.self) { try MetadataFile(bytes) }
  }

  @Test(arguments: [ImageFormat.png, .jpeg])
  func survivesEveryCut(_ format: ImageFormat) throws {
    let whole = try MetadataFile(Sample.of(format)).applying(Sample.everything).bytes
    for end in whole.indices {
      guard let file = try? MetadataFile(Array(whole[..<end])) else { continue }
      _ = try file.applying(Sample.everything)
      _ = try file.applying(MetadataEdit(stripsLocation: true))
    }
  }

  /// One byte wrong anywhere: refused, left alone or edited, and the picture's own bytes never change.
  @Test(arguments: [ImageFormat.png, .jpeg])
  func survivesEveryWrongByte(_ format: ImageFormat) throws {
    let whole = try MetadataFile(Sample.of(format)).applying(Sample.everything).bytes
    var done = 0
    for index in whole.indices {
      var bytes = whole
      bytes[index] = bytes[index] &+ 0x91
      guard let file = try? MetadataFile(bytes) else { continue }
      #expect(try file.rewriting(blocks: file.blocks) == bytes)
      _ = MetadataReader.summary(file.blocks)
      let edit = MetadataEdit(optOut: .training, rights: RightsStatement(creator: "B"), stripsLocation: true)
      // Damaged metadata is refused; a part that was edited all the same must have left the picture alone.
      guard let edited = try? file.applying(edit).bytes else { continue }
      done += 1
      #expect(try MetadataFile(edited).pictureBytes == file.pictureBytes)
    }
    #expect(done > whole.count / 5)
  }

  @Test(.enabled(if: Sample.corpus != nil, "needs ../shared/corpus"))
  func keepsPicturesOfTheCorpus() throws {
    var refused: [String] = []
    for url in Sample.corpusFiles(["exif", "icc", "png-valid", "jpeg-valid"]) {
      let bytes = [UInt8](try Data(contentsOf: url))
      guard let file = try? MetadataFile(bytes) else { continue }
      #expect(try file.rewriting(blocks: file.blocks) == bytes, "\(url.lastPathComponent)")
      guard let edited = try? file.applying(Sample.everything).bytes else {
        refused.append(url.lastPathComponent)
        continue
      }
      #expect(try MetadataFile(edited).applying(Sample.everything).bytes == edited, "\(url.lastPathComponent)")
    }
    // ExifTool finds these damaged too.
    #expect(refused.sorted() == ["pillow__exif_typeerror.jpg", "pillow__hopper_bad_exif.jpg"])
  }

  @Test(.enabled(if: Sample.corpus != nil, "needs ../shared/corpus"))
  func survivesTheBrokenCorpus() throws {
    for url in Sample.corpusFiles(["png-invalid", "jpeg-invalid"]) {
      guard let file = try? MetadataFile([UInt8](Data(contentsOf: url))) else { continue }
      _ = MetadataReader.summary(file.blocks)
      _ = try? file.applying(Sample.everything)
      _ = try? file.applying(MetadataEdit(stripsLocation: true, stripsAll: true))
    }
  }
}
