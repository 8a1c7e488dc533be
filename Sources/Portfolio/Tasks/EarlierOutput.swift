import Files
import Foundation
import ImageCodec
import Protection

/// What `protect` makes of outputs that are there already.
extension ProtectTask {
  package func settlement(of picture: SourcePicture, _ record: CopyRecord) throws -> JobSettlement {
    let job = picture.job
    let place = job.destination.logPlace(for: job.input)
    let entry = place.flatMap { logs.log(of: $0.folder).entry(for: $0.name) }
    if case .inPlace = job.destination {
      // In place the output is the input: this very file came out of an earlier run.
      if let entry, entry.sha256Out == picture.sha256, !again {
        return .settled(try settled(in: record, picture.bytes, entry, job))
      }
      guard try again || !isOutput(picture) else { throw PortfolioError.protectedBefore(job.input.description) }
      return .open
    }
    guard try again || !isOutput(picture) else { throw PortfolioError.protectedBefore(job.input.description) }
    guard case .file(let path) = job.output, FileManager.default.fileExists(atPath: path), let place,
      let bytes = try? AtomicFile.read(path)
    else { return .open }
    let sha256 = Digest.sha256(bytes)
    // What this run does not know may have been made by another meanwhile.
    let known = entry?.sha256Out == sha256 ? entry : logs.reread(place.folder).entry(for: place.name)
    guard let entry = known, entry.sha256Out == sha256 else { return .open }
    let isSame = entry.sha256In == picture.sha256 && entry.recipe == record.order?.recipeHash
    if isSame {
      // Without the signature, the receipt or the record that is wanted now, the same picture is made again in its place.
      return try isVouchedFor(entry, job) ? .settled(self.earlier(.skipped, record, bytes, entry)) : .replace
    }
    switch overwrite {
    case .always: return .replace
    case .ifNewer where FileIdentity.isNewer(job.input.path, than: path): return .replace
    case .ifNewer, .never: return .settled(stale(record, bytes, entry, picture))
    }
  }

  /// The record of a file that was protected in place before.
  private func settled(
    in record: CopyRecord, _ bytes: [UInt8], _ entry: OutputLog.Entry, _ job: Plan.Job
  ) throws -> CopyRecord {
    guard entry.recipe == record.order?.recipeHash else {
      var record = earlier(.skippedStale, record, bytes, entry)
      record.failure = staleness(record, entry, isSameInput: true, isInPlace: true)
      return record
    }
    var record = earlier(.skipped, record, bytes, entry)
    if try !isVouchedFor(entry, job) {
      record.warnings = [
        Warning(
          .unvouched, "it was protected before, without the signature, receipt or record that is wanted now")
      ]
    }
    return record
  }

  private func stale(
    _ record: CopyRecord, _ bytes: [UInt8], _ entry: OutputLog.Entry, _ picture: SourcePicture
  ) -> CopyRecord {
    var stale = earlier(.skippedStale, record, bytes, entry)
    stale.failure = staleness(record, entry, isSameInput: entry.sha256In == picture.sha256)
    return stale
  }

  /// Says in which settings an output differs from what is asked for now.
  private func staleness(
    _ record: CopyRecord, _ entry: OutputLog.Entry, isSameInput: Bool, isInPlace: Bool = false
  ) -> CopyRecord.Failure {
    var made = isSameInput ? [] : ["from another version of the picture"]
    if entry.recipe != record.order?.recipeHash {
      let settings = entry.settings.flatMap { record.order?.recipe.differences(from: $0) } ?? []
      made.append(
        settings.isEmpty ? "with other settings" : "with other settings (\(settings.joined(separator: ", ")))")
    }
    let remedy =
      isInPlace
      ? "put its original back to have it made anew, or add --again to protect it once more"
      : "--overwrite always makes it anew"
    let reason = overwrite == .ifNewer && !isInPlace ? ", since its input is not newer" : ""
    return CopyRecord.Failure(
      code: "stale",
      message:
        "\(record.output?.target.path ?? record.name) was made \(made.joined(separator: " and ")), and was left as "
        + "it is\(reason): \(remedy)")
  }

  private func earlier(
    _ status: CopyStatus, _ record: CopyRecord, _ bytes: [UInt8], _ entry: OutputLog.Entry
  ) -> CopyRecord {
    var record = record
    record.status = status
    record.output?.sha256 = entry.sha256Out
    record.marks.isReadable = entry.mark != nil
    record.provenance = CopyProvenance(signer: entry.signer, optsOut: Self.optsOut(bytes), earlier: entry.status)
    return record
  }

  /// Whether an output has the signature, the receipt and the record in the ledger that this run is to give.
  private func isVouchedFor(_ entry: OutputLog.Entry, _ job: Plan.Job) throws -> Bool {
    try (books.signer == nil || entry.signer == books.signer?.fingerprint)
      && (books.signer?.isBeside != true || SidecarFile.isThere(for: job.output.path))
      && books.receipts?.has(job.output.path, sha256: entry.sha256Out) ?? true
      && books.ledger?.has(output: entry.sha256Out) ?? true
  }

  /// Whether an input came out of Lacquer. An output that equals its own input says nothing.
  private func isOutput(_ picture: SourcePicture) throws -> Bool {
    if case .file(let path, _) = picture.job.input, let entry = logs.entry(withOutput: picture.sha256, near: path),
      entry.sha256In != entry.sha256Out
    {
      return true
    }
    return try books.ledger?.entries(withOutput: picture.sha256).contains { $0.inputHash != $0.outputHash } ?? false
  }
}
