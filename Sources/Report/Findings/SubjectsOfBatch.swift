import Comparison
import Files
import Portfolio

extension ReportSubject {
  /// The subject that a copy is, as `protect` has just made or found it.
  ///
  /// - Parameter folder: of the outputs, which names are told below; empty where there is none.
  package init(_ record: CopyRecord, below folder: String) {
    let source = record.source.input
    guard let output = record.output?.target.path, record.status.isDone || record.status == .skipped else {
      let reason = Examiner.withoutFolders(record.failure?.message ?? "", [source.path])
      self = .absent(
        AbsentPicture(
          name: source.relativePath, status: record.status == .skippedStale ? .skipped : .failed, reason: reason))
      return
    }
    let name = AbsentPicture.name(of: output, below: [folder])
    self = .file(InputFile(path: output, relativePath: name), original: source.path)
  }
}

extension AbsentPicture {
  /// The picture of a verdict without a file to show.
  ///
  /// - Parameter folders: below which names are told.
  package init(_ verdict: Verdict, below folders: [String]) {
    let fault = verdict.checks.first { $0.ok == false }
    let status: ReportStatus =
      verdict.error.map { $0.code == "unsupported" ? .unsupported : .failed } ?? (fault == nil ? .skipped : .missing)
    let reason = verdict.error?.message ?? fault?.detail ?? ""
    self.init(
      name: Self.name(of: verdict.file, below: folders), status: status,
      reason: Examiner.withoutFolders(reason, [verdict.file]))
  }

  /// A picture in a folder of a kind that cannot be read.
  package init(unsupported input: InputFile, kind: String) {
    self.init(
      name: input.relativePath, status: .unsupported,
      reason: "a picture of a kind that cannot be read as it is (\(kind)): \(PictureKind.remedy(kind))")
  }

  /// A path below the first of the folders that holds it; the last part of one that lies nowhere in them.
  package static func name(of path: String, below folders: [String]) -> String {
    for folder in folders where !folder.isEmpty {
      let start = folder.hasSuffix("/") ? folder : folder + "/"
      if path.hasPrefix(start) { return String(path.dropFirst(start.count)) }
    }
    return PathName.last(of: path)
  }
}
