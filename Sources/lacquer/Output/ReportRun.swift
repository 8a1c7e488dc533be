import ArgumentParser
import Foundation
import Portfolio
import Report
import Watermark

/// Makes a report as `report`, `compare` and `protect --report` do: shows how far it is, and says where it lies.
struct ReportRun {
  let title: String
  let report: ReportOptions
  let threads: Int
  var verifier = FileVerifier()
  var keys: [MarkKey] = []
  var measuresDrift = false
  /// Whether nothing is written when a picture cannot be shown.
  var demandsAll = false

  /// Writes the report of some subjects.
  ///
  /// - Parameters:
  ///   - place: where it goes; `nil` for a sheet alone.
  ///   - absent: what is missing, when all files were looked at.
  /// - Throws: `ExitCode.inputOutput` when it cannot be written, `.inputFailed` when a picture that is demanded cannot be shown.
  @discardableResult
  func write(
    _ subjects: [ReportSubject], to place: ReportPlace?, sheet: String? = nil, absent: () -> [AbsentPicture] = { [] }
  ) throws -> ReportBuilder.Summary {
    var builder = ReportBuilder(
      title: title, footer: Self.footer, verifier: verifier, keys: keys, batch: BatchOptions(threads: threads))
    (builder.measuresDrift, builder.demandsAll) = (measuresDrift, demandsAll)
    let progress = Progress(total: subjects.count, isShown: !report.quiet)
    defer { progress.finish() }
    return try Terminal.reporting(.inputOutput) {
      do {
        return try builder.write(
          subjects, to: place, sheet: sheet, absent: absent, begin: { progress.begin($0) }, end: { progress.end($0) })
      } catch let failure as ReportBuilder.Failure {
        Terminal.say("lacquer: \(failure)")
        throw ExitCode.inputFailed
      }
    }
  }

  /// What made the report, and when; and what no report says.
  private static var footer: String {
    let day = Date.now.formatted(.iso8601.year().month().day())
    return
      "Made by Lacquer \(ProgramVersion.number) on \(day). All figures were measured on the files that are named here. None of "
      + "them says that nobody can train on a picture."
  }
}

/// The JSON line of a report.
struct ReportLine: Encodable {
  let schema = 1
  let page: String?
  let sheet: String?
  let pictures: [String: Int]

  init(_ summary: ReportBuilder.Summary, place: ReportPlace?, sheet: String?) {
    page = place?.page
    self.sheet = sheet
    pictures = Dictionary(uniqueKeysWithValues: summary.counts.map { ($0.rawValue, $1) })
  }
}
