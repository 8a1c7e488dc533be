import Comparison
import Files
import Foundation
import ImageCodec
import Portfolio
import Raster
import Synchronization
import Watermark

/// Makes a report of pictures: several at the same time, and no more in memory than fit.
package struct ReportBuilder: Sendable {
  package var title: String
  /// What made the report, and when.
  package var footer: String
  /// Judges the files, and knows their originals.
  package var verifier: FileVerifier
  /// That may read marks.
  package var keys: [MarkKey]
  /// Whether it is measured how far encoders are moved where that is not on record, and shown what an autoencoder makes of both
  /// pictures where one was added with its decoder; it takes seconds a picture.
  package var measuresDrift = false
  package var batch: BatchOptions
  /// Whether nothing is written when a file cannot be shown beside its original.
  package var demandsAll = false

  package init(title: String, footer: String, verifier: FileVerifier, keys: [MarkKey], batch: BatchOptions) {
    self.title = title
    self.footer = footer
    self.verifier = verifier
    self.keys = keys
    self.batch = batch
  }

  /// What a report tells of its pictures in numbers.
  package struct Summary: Sendable, Equatable {
    /// How many pictures have a status; those that none has are left out.
    package var counts: [ReportStatus: Int] = [:]
    /// What is wrong with files that failed, each with its name.
    package var problems: [String] = []
  }

  /// A picture of which nothing can be shown.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Bytes of working memory that a pixel needs at the most: both pictures as samples and as planes of floats, and scratch of
  /// metrics.
  private static let bytesPerPixel = 150

  /// Writes a report.
  ///
  /// - Parameters:
  ///   - subjects: in the order in which they are shown.
  ///   - place: where it goes; `nil` where only a sheet is wanted.
  ///   - sheet: the path of a PNG with all pictures.
  ///   - absent: called when all files were looked at; what is missing, beside what the subjects say.
  ///   - begin: called with a file's name when it is begun, from any thread.
  ///   - end: called when it is done, from one thread at a time.
  /// - Throws: `FileError`, Mustache's error; ``Failure`` where all pictures are demanded.
  @discardableResult
  package func write(
    _ subjects: [ReportSubject], to place: ReportPlace?, sheet: String? = nil, absent: () -> [AbsentPicture] = { [] },
    begin: @escaping @Sendable (String) -> Void = { _ in }, end: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> Summary {
    try place?.demandWritable()
    // A sheet has nothing by which an earlier one is known, and may not take the place of a picture.
    if let sheet, FileManager.default.fileExists(atPath: sheet) {
      throw FileError.failed("\(sheet) exists, and a sheet replaces nothing: name another file")
    }
    if let sheet { try AtomicFile.demandWritable(beside: sheet) }
    // A folder of its own is made for a sheet alone as well, and deleted again.
    let work = try AtomicFolder(for: place?.path ?? sheet ?? "report")
    defer { work.discard() }
    var isSingleFile = false
    if case .file = place { isSingleFile = true }
    let pages = PageWriter(
      library: try PageLibrary(), assets: ReportAssets(work: work, isSingleFile: isSingleFile), title: title,
      footer: footer, makesPages: place != nil, makesCells: sheet != nil,
      eye: measuresDrift ? ModelEye.stored(threads: batch.split(jobs: subjects.count).threadsEach) : nil)
    let outcomes = try examine(subjects, pages, begin: begin, end: end)
    if demandsAll, let outcome = outcomes.first(where: { !$0.isShown }) {
      throw Failure(description: outcome.problem ?? outcome.card.name)
    }
    let missing =
      subjects.compactMap { subject in if case .absent(let picture) = subject { picture } else { nil } } + absent()
    try pages.finish(outcomes, missing)
    if let sheet {
      try AtomicFile.write(try ContactSheet.png(outcomes.compactMap(\.cell)), to: sheet)
    }
    switch place {
    case .folder: try work.commit()
    case .file: try work.commit(file: PageWriter.singleFile)
    case nil: break
    }
    var summary = Summary(problems: outcomes.compactMap(\.problem))
    for status in outcomes.map(\.status) + missing.map(\.status) { summary.counts[status, default: 0] += 1 }
    return summary
  }

  private func examine(
    _ subjects: [ReportSubject], _ pages: PageWriter, begin: @escaping @Sendable (String) -> Void,
    end: @escaping @Sendable (String) -> Void
  ) throws -> [PageOutcome] {
    let files = subjects.compactMap { subject -> (input: InputFile, original: String?)? in
      if case .file(let input, let original) = subject { (input, original) } else { nil }
    }
    let split = batch.split(jobs: files.count)
    let examiner = Examiner(verifier: verifier, keys: keys, measuresDrift: measuresDrift, threads: split.threadsEach)
    let gate = MemoryGate(budget: batch.memory)
    let count = files.count
    let results = JobQueue<Result<PageOutcome, any Error>>(count: count, failures: []) { _ in }
      .work(split) { index in
        let (input, original) = files[index]
        begin(input.path)
        defer { end(input.path) }
        return Result {
          try gate.run(bytes: Self.memory(input)) {
            let (findings, map) = examiner.examine(input, original: original)
            return try pages.write(findings, map, number: index + 1, of: count)
          }
        }
      }
    return try results.map { try $0.get() }
  }

  /// Bytes that a file needs; one that cannot be read needs none.
  private static func memory(_ input: InputFile) -> Int {
    guard let bytes = try? AtomicFile.read(input.path), let header = try? ImageCodec.readHeader(bytes) else { return 0 }
    return header.width * header.height * bytesPerPixel
  }
}
