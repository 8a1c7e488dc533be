import Files
import ImageCodec
import ImageContainer
import Protection

/// The file of a job, as it was read.
package struct SourcePicture: Sendable {
  package let job: Plan.Job
  package let bytes: [UInt8]
  /// Of `bytes`, hex.
  package let sha256: String

  init(_ job: Plan.Job) throws {
    self.job = job
    bytes = try job.input.read()
    sha256 = Digest.sha256(bytes)
  }
}

/// What a command does to every picture of a batch. A `Runner` reads and writes the files.
package protocol PictureTask: Sendable {
  /// What is to be done about an output that may be there already.
  typealias Settlement = JobSettlement

  /// Whether an output that is there already with the very same bytes counts as done.
  var comparesOutputs: Bool { get }

  /// The recipe and the recipient of a job, if the task has them.
  func order(for job: Plan.Job) -> CopyOrder?

  /// Whether a job was done before.
  ///
  /// - Throws: when it must not be done.
  func settlement(of picture: SourcePicture, _ record: CopyRecord) throws -> Settlement

  /// Reads the header of a picture; `nil` if the task needs none.
  ///
  /// - Throws: `ImageCodecError` for what is no picture, or goes beyond a limit.
  func header(of picture: SourcePicture) throws -> Header?

  /// The kind of file that a picture becomes.
  func outputFormat(of header: Header) -> ImageFormat

  /// Bytes of working memory that a picture needs at the most.
  func memory(for picture: SourcePicture, _ header: Header?) -> Int

  /// Does what may refuse a picture and takes little time, for a dry run.
  ///
  /// - Throws: what `make` would throw.
  func check(_ picture: SourcePicture) throws

  /// Makes the output.
  ///
  /// - Returns: the bytes to write, and the record of them.
  func make(_ picture: SourcePicture, _ record: CopyRecord) throws -> (bytes: [UInt8], record: CopyRecord)

  /// Notes down an output that is safely on the disk, before it gets its name.
  func commit(_ record: CopyRecord, of job: Plan.Job) throws
}

extension PictureTask {
  package func order(for job: Plan.Job) -> CopyOrder? { nil }
  package func settlement(of picture: SourcePicture, _ record: CopyRecord) throws -> Settlement { .open }
  package func outputFormat(of header: Header) -> ImageFormat { header.format }
  package func commit(_ record: CopyRecord, of job: Plan.Job) throws {}
}

/// What is to be done about a job whose output may be there already.
package enum JobSettlement: Sendable {
  /// Nothing: this is its record.
  case settled(CopyRecord)
  /// The work, if the output may be replaced.
  case open
  /// The work, whose output may be replaced: it is known to have been made by this task.
  case replace
}
