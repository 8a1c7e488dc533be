import ArgumentParser
import ConfigurationFiles
import Diagnosis
import Foundation

/// What works, what is missing, and how to mend it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the installation: libraries, models, keys, ledger, memory.",
    discussion: """
      Opens what Lacquer loads while it works, and says what is missing and how to mend it. Nothing is changed. \
      Exit status: 0 everything that is needed works, 1 something is broken.
      """)

  @OptionGroup var report: ReportOptions

  func run() throws {
    let findings = Diagnosis.findings(
      configuration: ConfigurationSearch.paths(
        workingFolder: FileManager.default.currentDirectoryPath, environment: ProcessInfo.processInfo.environment))
    if report.json {
      for finding in findings { Terminal.print(JSONLine.text(finding)) }
    } else {
      for finding in findings where !report.quiet || finding.state == .broken { Terminal.print(Self.line(finding)) }
    }
    guard findings.allSatisfy({ $0.state != .broken }) else { throw ExitCode.checkFailed }
  }

  private static func line(_ finding: Finding) -> String {
    let state = "\(finding.state)".padding(toLength: 8, withPad: " ", startingAt: 0)
    let subject = finding.subject.padding(toLength: max(20, finding.subject.count), withPad: " ", startingAt: 0)
    return "\(state)\(subject)\(finding.detail)" + (finding.remedy.map { ". To mend it: \($0)" } ?? "")
  }
}
