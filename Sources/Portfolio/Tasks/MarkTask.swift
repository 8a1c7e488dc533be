import Files
import ImageCodec
import ImageContainer
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
  private let preparation: Preparation?

  /// - Parameters:
  ///   - psnr: dB of the embedding; `nil` lets the strength follow from self-tests.
  ///   - preparation: what is made of pictures before they are marked.
  package init(mark: Mark, key: MarkKey, psnr: Double? = nil, preparation: Preparation? = nil) {
    self.mark = mark
    self.key = key
    self.psnr = psnr
    self.preparation = preparation
  }

  package func header(of picture: SourcePicture) throws -> Header? {
    try preparation?.header(of: picture.bytes) ?? ImageCodec.readHeader(picture.bytes)
  }

  package func outputFormat(of header: Header) -> ImageFormat { preparation?.format ?? header.format }

  package func memory(for picture: SourcePicture, _ header: Header?) -> Int {
    (header.map { $0.width * $0.height } ?? 0) * Self.bytesPerPixel
  }

  package func check(_ picture: SourcePicture) throws {
    guard try preparation?.check(picture.bytes) != true else { return }
    _ = try ImageCodec.read(picture.bytes)
  }

  package func make(
    _ picture: SourcePicture, _ record: CopyRecord
  ) throws -> (bytes: [UInt8], record: CopyRecord) {
    let prepared = try preparation?(picture.bytes)
    let made = try MarkedPicture.embed(mark, key: key, into: prepared?.bytes ?? picture.bytes, psnr: psnr)
    var record = record
    record.status = .marked
    record.source.preparation = prepared.map(PreparedOriginal.init)
    record.output?.sha256 = Digest.sha256(made.file.bytes)
    record.marks.isReadable = true
    record.marks.embedding = MarkEmbedding(
      id: mark.description, psnr: made.psnr, ssimulacra2: made.ssimulacra2,
      survival: Dictionary(made.survivals.map { ($0.name, $0.margin) }) { first, _ in first })
    record.metadata = CarriedMetadata(kept: 0, notes: (prepared?.notes ?? []) + made.file.notes)
    let weak = made.survivals.filter { $0.margin < Self.weakMargin }.map(\.name)
    if !weak.isEmpty {
      record.warnings.append(
        Warning(.markWeak, "the mark is weak here; it may not survive \(weak.joined(separator: ", "))"))
    }
    return (made.file.bytes, record)
  }
}
