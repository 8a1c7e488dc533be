import Comparison
import Files
import Foundation
import ImageCodec
import Protection
import Provenance
import Watermark

/// Judges protected files by what is demanded of them, or by what was recorded when they were written.
package struct FileVerifier: Sendable {
  /// Limits; where one is missing, what was recorded beside the output holds.
  package var demands = Demands()
  package var requirements: [Requirement] = []
  /// The originals, if they are at hand.
  package var originals: Originals?
  /// What originals were turned into before they were protected, where nothing on record says it.
  package var preparation: Preparation?
  /// PEM of the roots that signatures must lead to; without, any whole signature passes.
  package var trustedRoots: String?
  /// The key that receipts must be signed with; without, any key passes.
  package var receiptKey: VerifyingKey?
  /// Receipts of files without one beside them.
  package var receipts: ReceiptFile?
  /// Whose marks count, and what a mark must say instead of what was recorded.
  package var markKeys: [MarkKey] = []
  package var mark: Mark?
  private let logs = OutputLogs()

  package init() {}

  /// A file as it was judged.
  package struct Examination: Sendable {
    package let bytes: [UInt8]
    /// Of `bytes`, hex.
    package let sha256: String
    package let original: Originals.Original?
    /// What was recorded when the file was written.
    package let record: OutputLog.Entry?
    package let checks: [Verdict.Check]
    /// The decoded pictures; `nil` without an original.
    package let pair: PicturePair?
  }

  /// The verdict on a file; one that cannot be judged has an error and no checks.
  package func verdict(on input: InputFile) -> Verdict {
    do {
      return try judge(input)
    } catch {
      return Verdict(file: input.path, error: Self.failure(error))
    }
  }

  /// Why a file could not be judged, with a short name for machines.
  package static func failure(_ error: any Error) -> Verdict.Failure {
    Verdict.Failure(code: code(error), message: "\(error)")
  }

  /// An original that cannot be read.
  private struct OriginalFailure: Error, CustomStringConvertible {
    let path: String
    let error: any Error

    var description: String { "its original \(path): \(error)" }
  }

  /// The short name of an error.
  private static func code(_ error: any Error) -> String {
    switch error {
    case let error as ImageCodecError: error.code
    case let error as PortfolioError: error.code
    case let error as ComparisonError: error.code
    case is Unjudged: "unjudged"
    default: "failed"
    }
  }

  /// Nothing says what a file should be.
  private struct Unjudged: Error, CustomStringConvertible {
    var description: String { "unjudged: nothing is demanded of it, and nothing is on record" }
  }

  private func judge(_ input: InputFile) throws -> Verdict {
    let found = try examine(input)
    let isDemanded = demands != Demands() || !requirements.isEmpty || found.record != nil
    guard isDemanded || found.checks.contains(where: { $0.ok == false || $0.name.hasPrefix("receipt") }) else {
      throw Unjudged()
    }
    return Verdict(file: input.path, original: found.original?.path, checks: found.checks)
  }

  /// Judges a file, and keeps what it was judged by.
  ///
  /// - Parameter known: the original, where it need not be looked for.
  /// - Throws: why the file cannot be judged (`failure(_:)`).
  package func examine(_ input: InputFile, against known: Originals.Original? = nil) throws -> Examination {
    let bytes = try AtomicFile.read(input.path)
    let sha256 = Digest.sha256(bytes)
    let record = logs.entry(of: input.path, sha256: sha256)
    let original =
      try known
      ?? originals?.original(of: input, bytes: bytes, sha256: record?.preparation == nil ? nil : record?.sha256In)
    let prepared = try original.flatMap { try prepare($0, for: input, bytes) }
    // The file is judged beside what it was made from.
    let compared = original.map { Originals.Original($0, bytes: prepared?.bytes ?? $0.bytes) }
    let inspected = try inspect(bytes, original: compared, isPrepared: prepared != nil, demands: demands(record))
    var checks = inspected.checks
    if record?.removesMetadata == true,
      let index = checks.firstIndex(where: { $0.name == "metadata" && $0.ok == false })
    {
      checks[index] = Verdict.Check(name: "metadata", ok: true, detail: checks[index].detail + ", as was asked for")
    }
    if let prepared {
      checks.insert(Verdict.Check(name: "prepared", ok: true, detail: prepared.preparation.words), at: 1)
    }
    if let original, original.isFoundByContent {
      checks.insert(
        Verdict.Check(name: "original", ok: true, detail: "found by what it shows: \(original.path)"), at: 1)
    }
    if let record {
      let same = record.sha256Out == sha256
      checks.append(
        Verdict.Check(name: "record", ok: same, detail: same ? "as it was written" : "not the bytes that were recorded")
      )
    }
    if let change = change(bytes, compared?.bytes, checks, isRecorded: record != nil) { checks.append(change) }
    if original != nil, checks.contains(where: { $0.name == Metric.linf.rawValue && $0.value ?? 0 > 0 }) {
      checks += EmbeddedPictures.check(bytes).map { [$0] } ?? []
    }
    checks += receipt(bytes, input, original: original?.bytes, promise: record)
    for requirement in requirements {
      checks += provenance(requirement, bytes, path: input.path, promise: record)
    }
    return Examination(
      bytes: bytes, sha256: sha256, original: original, record: record, checks: checks, pair: inspected.pair)
  }

  /// The original as it was protected, if that is another file.
  private func prepare(
    _ original: Originals.Original, for input: InputFile, _ bytes: [UInt8]
  ) throws -> (bytes: [UInt8], preparation: Preparation)? {
    do {
      return try RecordedPreparation.prepared(original.bytes, of: input.path, bytes: bytes, asked: preparation)
    } catch {
      throw OriginalFailure(path: original.path, error: error)
    }
  }

  /// What is demanded of a file: each limit that is set, else the recorded one.
  private func demands(_ promise: OutputLog.Entry?) -> Demands {
    var demands = demands
    demands.minimumScore = demands.minimumScore ?? promise?.minimumScore
    demands.maximumLinf = demands.maximumLinf ?? promise?.maximumLinf
    if demands.maximumGrowth == nil { demands.maximumBytes = promise?.maximumBytes }
    return demands
  }

  private func inspect(
    _ bytes: [UInt8], original: Originals.Original?, isPrepared: Bool, demands: Demands
  ) throws -> Inspection.Result {
    do {
      return try Inspection.inspect(
        bytes, original: original?.bytes, named: isPrepared ? "the prepared original" : "the original",
        demands: demands)
    } catch {
      // Which of the two it is has to be said.
      if let original, (try? ImageCodec.read(original.bytes)) == nil {
        throw OriginalFailure(path: original.path, error: error)
      }
      throw error
    }
  }

  /// Whether the picture is another than the original's. One that is the same passes only where it is on record as written
  /// by us, or where something else is demanded of it.
  private func change(
    _ bytes: [UInt8], _ original: [UInt8]?, _ checks: [Verdict.Check], isRecorded: Bool
  ) -> Verdict.Check? {
    let say = { (ok: Bool?, detail: String) in Verdict.Check(name: "change", ok: ok, detail: detail) }
    let isRequired = requirements.contains(.change)
    guard let original else { return isRequired ? say(false, "unknown without the original") : nil }
    guard checks.first(where: { $0.name == Metric.linf.rawValue })?.value == 0 else {
      return isRequired ? say(true, "not the original's picture") : nil
    }
    let isFault = requirements.isEmpty && (!isRecorded || bytes == original)
    return say(isRequired || isFault ? false : nil, "identical: not protected")
  }

  /// A receipt that is there counts, whether it is demanded or not.
  private func receipt(
    _ bytes: [UInt8], _ input: InputFile, original: [UInt8]?, promise: OutputLog.Entry?
  ) -> [Verdict.Check] {
    let name = promise.map { ($0.output as NSString).lastPathComponent }
    let former = name.map {
      ((input.path as NSString).deletingLastPathComponent as NSString).appendingPathComponent($0)
    }
    return ProvenanceChecks.receipt(
      bytes, paths: [input.path] + (former.map { [$0] } ?? []), book: receipts, original: original,
      trusted: receiptKey, isDemanded: requirements.contains(.receipt) || promise?.hasReceipt == true)
  }

  private func provenance(
    _ requirement: Requirement, _ bytes: [UInt8], path: String, promise: OutputLog.Entry?
  ) -> [Verdict.Check] {
    switch requirement {
    case .mark: [MarkCheck.check(bytes, recorded: promise?.mark, id: mark, keys: markKeys)]
    case .optOut: [ProvenanceChecks.optOut(bytes)]
    case .signature: [ProvenanceChecks.signature(bytes, path: path, anchors: trustedRoots)]
    case .receipt, .change: []
    }
  }
}
