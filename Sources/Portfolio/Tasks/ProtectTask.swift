import Files
import Foundation
import ImageCodec
import ImageContainer
import Ledger
import Metadata
import Protection

/// Protects pictures: perturbs, marks and declares, then signs, and records every output before it gets its name.
package struct ProtectTask: PictureTask {
  /// What vouches for outputs and remembers them.
  package struct Books: Sendable {
    /// Signs outputs, last of all.
    package var signer: FileSigner?
    package var receipts: ReceiptWriter?
    package var ledger: (any CopyLedger)?
    /// What a shard of a fleet keeps of its own.
    package var shard: ShardRun?

    package init(
      signer: FileSigner? = nil, receipts: ReceiptWriter? = nil, ledger: (any CopyLedger)? = nil,
      shard: ShardRun? = nil
    ) {
      self.signer = signer
      self.receipts = receipts
      self.ledger = ledger
      self.shard = shard
    }
  }

  /// Bytes of working memory that a pixel needs at the most: planes of floats of original, perturbation and candidate,
  /// samples at every stage, and scratch of metrics.
  private static let bytesPerPixel = 120
  /// Bytes that a picture needs whatever its size: the encoders' activations.
  private static let bytesPerPicture = 300 << 20

  package let comparesOutputs = false
  let recipe: Recipe
  /// Assigns marks to outputs; `nil` leaves them unmarked.
  let issuer: MarkIssuer?
  let books: Books
  let readOptions: ReadOptions
  let overwrite: Overwrite
  /// Whether outputs of Lacquer may be protected once more.
  let again: Bool
  let logs: OutputLogs
  private let pipeline: Lazy<ProtectPipeline>
  private let engine: Lazy<EngineDescription>

  /// - Parameter pipeline: makes the pipeline when the first picture needs it, so that a batch with nothing to do does not
  ///   load an encoder.
  package init(
    recipe: Recipe, issuer: MarkIssuer? = nil, books: Books = Books(), readOptions: ReadOptions = ReadOptions(),
    overwrite: Overwrite = .never, again: Bool = false, pipeline: @escaping @Sendable () throws -> ProtectPipeline
  ) {
    self.recipe = recipe
    self.issuer = issuer
    self.books = books
    self.readOptions = readOptions
    self.overwrite = overwrite
    self.again = again
    logs = books.shard?.logs ?? OutputLogs()
    let lazyPipeline = Lazy(pipeline)
    self.pipeline = lazyPipeline
    engine = Lazy { try lazyPipeline.get().engine() }
  }

  package func order(for job: Plan.Job) -> CopyOrder? {
    var recipe = recipe
    recipe.mark = issuer?.assignment(for: job.recipient).recipe
    return CopyOrder(recipe, recipient: job.recipient)
  }

  package func header(of picture: SourcePicture) throws -> Header? {
    try recipe.preparation?.header(of: picture.bytes, options: readOptions)
      ?? ImageCodec.readHeader(picture.bytes, options: readOptions)
  }

  package func outputFormat(of header: Header) -> ImageFormat { recipe.preparation?.format ?? header.format }

  package func memory(for picture: SourcePicture, _ header: Header?) -> Int {
    Self.memory(pixels: header.map { $0.width * $0.height } ?? 0)
  }

  /// Bytes of working memory that a picture of this size needs at the most.
  static func memory(pixels: Int) -> Int { bytesPerPicture + pixels * bytesPerPixel }

  package func check(_ picture: SourcePicture) throws { try recipe.check(picture.bytes, options: readOptions) }

  package func make(
    _ picture: SourcePicture, _ record: CopyRecord
  ) throws -> (bytes: [UInt8], record: CopyRecord) {
    let assignment = issuer?.assignment(for: picture.job.recipient)
    let product = try pipeline.get().protect(picture.bytes, sha256: picture.sha256, mark: assignment)
    let signed = try books.signer?.sign(
      product.file.bytes, original: picture.bytes,
      name: (picture.job.output.path as NSString).lastPathComponent, edit: recipe.metadata,
      isMarked: product.mark != nil)
    let bytes = signed?.bytes ?? product.file.bytes
    let isSignedInside = signed != nil && signed?.sidecar == nil
    var record = record
    record.output?.sha256 = isSignedInside ? Digest.sha256(bytes) : product.sha256
    record.output?.unsignedSHA256 = isSignedInside ? product.sha256 : nil
    record.source.preparation = product.preparation
    record.output?.perceptualHash = product.perceptualHash
    record.output?.imageCode = product.imageCode
    record.figures = CopyRecord.Figures(distortion: product.distortion, drift: product.drift)
    record.guarantees = product.guarantees
    record.guarantees.maximumBytes = product.guarantees.maximumBytes.map { $0 + bytes.count - product.file.bytes.count }
    record.marks = CopyMarks(
      invisible: product.mark, stamp: product.stamp, isReadable: product.mark?.read ?? false)
    record.metadata = CarriedMetadata(
      kept: product.metadata.kept,
      notes: product.metadata.notes.filter {
        signed == nil || $0 != MetadataEditor.unsignedNote && $0 != ContentCredentialBlocks.note
      })
    record.provenance = CopyProvenance(
      signer: books.signer?.fingerprint, sidecar: signed?.sidecar, optsOut: Self.optsOut(bytes),
      hasReceiptBeside: books.receipts?.isBeside ?? false)
    record.time.stages = product.timings
    let judgement = Judgement(of: product, recipe: record.order?.recipe ?? recipe)
    record.status = CopyStatus(judgement.effect)
    record.warnings = product.warnings + [judgement.reason].compactMap(\.self)
    return (bytes, record)
  }

  package func commit(_ record: CopyRecord, of job: Plan.Job) throws {
    if let sidecar = record.provenance.sidecar { try SidecarFile.write(sidecar, beside: job.output.path) }
    try books.receipts?.write(record, engine: engine.get())
    if let ledger = books.ledger, let entry = Ledger.Entry(record, time: Date()) { try ledger.add(entry) }
    if let place = job.destination.logPlace(for: job.input), let entry = OutputLog.Entry(record, name: place.name) {
      try logs.log(of: place.folder).append(entry)
    }
    try books.shard?.commit(record)
  }

  /// Whether a file declares an opt-out, in any carrier.
  static func optsOut(_ bytes: [UInt8]) -> Bool {
    (try? MetadataFile(bytes)).map { MetadataReader.summary($0.blocks).optsOut } ?? false
  }
}
