import Foundation
import Testing

/// Reports in a browser, which `Support/browser.py` drives: what is seen, keys, the order of focus, contrast, and that nothing is
/// written to the console.
struct ReportBrowserTests {
  private static func program(_ names: String...) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.lazy.map { "\($0)/\(name)" } }
      .first(where: FileManager.default.isExecutableFile)
  }

  private static let python = program("python3")
  private static let chromium = program("chromium", "chromium-browser", "google-chrome")
  private static let driver = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Support/browser.py").path
  /// axe-core, where it is named; it is no part of Debian.
  private static let axe = ProcessInfo.processInfo.environment["LACQUER_AXE"]

  private struct Check: Decodable {
    let name: String
    let ok: Bool
    let detail: String
  }

  @Test(
    .enabled(if: chromium != nil && python != nil, "Chromium and Python: apt-get install chromium python3"),
    arguments: [false, true])
  func aReportWorksInABrowser(_ isSingleFile: Bool) throws {
    let work = try Workplace.withProtected()
    // Names that are markup, and one in which a quotation mark and an accent are one character of Swift's.
    for (file, name) in [
      ("grey.png", "<img src=x onerror=1>\".png"), ("baseline.jpg", "x\"\u{301}onload=alert(1) \u{301} y.jpg"),
    ] {
      for folder in ["in", "out"] { try work.write(work.bytes("\(folder)/\(file)"), to: "\(folder)/\(name)") }
    }
    let place = isSingleFile ? "report.html" : "report"
    let made = try work.run(
      ["report", "out", "--against", "in", "-o", place, "-q"] + (isSingleFile ? ["--single-file"] : []))
    #expect(made.status == 0, "\(made.errors)")
    let run = try work.start(
      [Self.driver, "check", work.url(place).path] + (Self.axe.map { ["--axe", $0] } ?? []),
      executable: URL(fileURLWithPath: try #require(Self.python))
    ).wait()
    #expect(run.status == 0, "\(run.errors)")
    let checks = try JSONDecoder().decode([Check].self, from: run.output)
    #expect(checks.count > 40)
    for check in checks { #expect(check.ok, "\(check.name): \(check.detail)") }
  }
}
