import Files
import ImageCodec
import Protection

/// Stamps pictures visibly.
package struct StampTask: PictureTask {
  /// Bytes of working memory that a pixel needs at the most: samples before and after, planes of picture and stamp.
  private static let bytesPerPixel = 64

  package let comparesOutputs = true
  private let stamper: Stamper
  private let readOptions: ReadOptions

  package init(stamper: Stamper, readOptions: ReadOptions = ReadOptions()) {
    self.stamper = stamper
    self.readOptions = readOptions
  }

  package func header(of picture: SourcePicture) throws -> Header? {
    try ImageCodec.readHeader(picture.bytes, options: readOptions)
  }

  package func memory(for picture: SourcePicture, _ header: Header?) -> Int {
    (header.map { $0.width * $0.height } ?? 0) * Self.bytesPerPixel
  }

  package func check(_ picture: SourcePicture) throws {
    _ = try ImageCodec.read(picture.bytes, options: readOptions)
  }

  package func make(
    _ picture: SourcePicture, _ record: CopyRecord
  ) throws -> (bytes: [UInt8], record: CopyRecord) {
    let product = try stamper.stamp(picture.bytes, sha256: picture.sha256, readOptions: readOptions)
    var record = record
    record.status = .stamped
    record.output?.sha256 = Digest.sha256(product.file.bytes)
    record.marks.stamp = product.stamp
    record.metadata = product.metadata
    record.warnings = product.warnings
    return (product.file.bytes, record)
  }
}
