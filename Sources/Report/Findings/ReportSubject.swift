import Portfolio

/// What a report is made of.
package enum ReportSubject: Sendable {
  /// A file, and its original where that is known; else it is looked for.
  case file(InputFile, original: String?)
  /// What there is no file to show of, and why.
  case absent(AbsentPicture)

  /// The name that is shown.
  package var name: String {
    switch self {
    case .file(let input, _): input.relativePath
    case .absent(let picture): picture.name
    }
  }
}

/// A picture of which a report has nothing to show.
package struct AbsentPicture: Sendable, Equatable {
  package let name: String
  package let status: ReportStatus
  package let reason: String

  package init(name: String, status: ReportStatus, reason: String) {
    self.name = name
    self.status = status
    self.reason = reason
  }
}
