import Files
import ImageCodec
import Protection
import Watermark

/// Embeds the same invisible mark in pictures.
package struct MarkTask: PictureTask {
  private static let bytesPerPixel = 120
  /// A mark with less than this multiple of what reading needs after a self-test is weak there.
  private static let weakMargin = 1.1

  package let comparesOutputs = true
  private let mark: Mark
  private let key: MarkKey
  private let psnr: Double?

  /// - Parameter psnr: dB of the embedding; `nil` lets the strength follow from self-tests.
  package init(mark: Mark, key: MarkKey, psnr: Double? = nil) {
    self.mark = mark
    self.key = key
    self.psnr = psnr
  }

  package func header(of picture: SourcePicture) throws -> Header? {
    try ImageCodec.readHeader(picture.bytes)
  }

  package func memory(for picture: SourcePicture, _ header: Header?) -> Int {
    (header.map { $0.width * $0.height } ?? 0) * Self.bytesPerPixel
  }

  package func make(
    _ picture: SourcePicture, _ record: CopyRecord
  ) throws -> (bytes: [UInt8], record: CopyRecord) {
    let made = try MarkedPicture.embed(mark, key: key, into: picture.bytes, psnr: psnr)
    var record = record
    record.status = .marked
    record.output?.sha256 = Digest.sha256(made.file.bytes)
    record.marks.isReadable = true
    record.marks.embedding = MarkEmbedding(
      id: mark.description, psnr: made.psnr, ssimulacra2: made.ssimulacra2,
      survival: Dictionary(made.survivals.map { ($0.name, $0.margin) }) { first, _ in first })
    record.metadata = CarriedMetadata(kept: 0, notes: made.file.notes)
    let weak = made.survivals.filter { $0.margin < Self.weakMargin }.map(\.name)
    if !weak.isEmpty {
      record.warnings.append(
        Warning(.markWeak, "the mark is weak here; it may not survive \(weak.joined(separator: ", "))"))
    }
    return (made.file.bytes, record)
  }
}
