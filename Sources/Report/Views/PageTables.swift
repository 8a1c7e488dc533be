import Comparison
import Foundation
import Metadata

/// Tables of a picture's page.
enum PageTables {
  struct View: Sendable {
    let title: String
    let note: String?
    let rows: [Row]
    var isWide = false
    /// Whether it is for reading on a screen only.
    var isFine = false
  }

  struct Row: Sendable {
    let head: String
    let text: String
    var mark: Answer?
  }

  struct Answer: Sendable {
    let key: String
    let word: String

    init(_ ok: Bool?) {
      (key, word) = ok.map { $0 ? ("yes", "ok") : ("no", "no") } ?? ("open", "–")
    }
  }

  static func all(_ found: PictureFindings) -> [View] {
    [mark(found), declarations(found), proofs(found), files(found), checks(found)].compactMap { $0 }
  }

  private static func mark(_ found: PictureFindings) -> View? {
    var rows: [Row] = []
    switch found.mark {
    case .read(let reading):
      let whose = reading.isPublished ? "with the published key, so anyone can" : "with your key"
      rows = [
        Row(head: "read", text: "yes, \(whose)", mark: Answer(true)),
        Row(
          head: "false alarm",
          text: "at most one in 10\(raised(Int((-reading.falseAlarmExponent).rounded(.down))))"),
        Row(head: "reserve now", text: "\(Sentences.number(reading.reserve, 1)) times what reading needs"),
      ]
    case .unreadable(let reason): rows = [Row(head: "read", text: reason, mark: Answer(false))]
    case .none: rows = [Row(head: "read", text: "there is none, or none was looked for", mark: Answer(nil))]
    }
    if let margin = found.figures?.markMargin {
      rows.append(
        Row(
          head: "least reserve",
          text: "\(Sentences.number(margin, 1)) times, of the file, of a JPEG of quality 75 of it, and of half its size"
        ))
    }
    return found.files.isEmpty ? nil : View(title: "The invisible mark", note: nil, rows: rows)
  }

  /// A number in raised digits.
  private static func raised(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(max(0, exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }

  private static func declarations(_ found: PictureFindings) -> View? {
    guard let metadata = found.metadata else { return nil }
    let optOuts = metadata.optOuts.map { signal in
      Row(
        head: signal.carrier, text: "\(signal.value): \(signal.means)" + (signal.problem.map { " (\($0))" } ?? ""),
        mark: Answer(signal.problem == nil && signal.means != "none" ? true : false))
    }
    let rights = metadata.rights.map { Row(head: "\($0.carrier), \($0.field)", text: $0.value) }
    let warnings = metadata.warnings.map { Row(head: "damaged", text: $0, mark: Answer(false)) }
    let note =
      metadata.optsOut
      ? "The file says that machines may not learn from it. That speaks to those who read it."
      : "No opt-out can be read from the file, or one contradicts another."
    return View(title: "What a reader of the file finds", note: note, rows: optOuts + rights + warnings)
  }

  private static func proofs(_ found: PictureFindings) -> View? {
    guard !found.files.isEmpty else { return nil }
    let names = ["record": "log of the folder", "signature": "Content Credentials"]
    var rows = found.checks.filter { names[$0.name] != nil || $0.name.hasPrefix("receipt") }.map { check in
      Row(head: names[check.name] ?? check.name, text: check.detail, mark: Answer(check.ok))
    }
    for (key, name) in [("record", "log of the folder"), ("receipt", "receipt"), ("signature", "Content Credentials")]
    where !found.checks.contains(where: { $0.name.hasPrefix(key) }) {
      rows.append(Row(head: name, text: "none", mark: Answer(nil)))
    }
    return View(title: "Who vouches for it", note: nil, rows: rows)
  }

  private static func files(_ found: PictureFindings) -> View? {
    guard !found.files.isEmpty else { return nil }
    let rows = found.files.flatMap { file -> [Row] in
      let size = "\(file.name), \(file.bytes) bytes" + (file.kind.isEmpty ? "" : ", \(file.kind)")
      return [Row(head: file.role, text: size), Row(head: "its SHA-256", text: file.sha256)]
    }
    return View(title: "The files", note: nil, rows: rows)
  }

  private static func checks(_ found: PictureFindings) -> View? {
    guard !found.checks.isEmpty else { return nil }
    let rows = found.checks.map { Row(head: $0.name, text: $0.detail, mark: Answer($0.ok)) }
    return View(title: "Every check", note: nil, rows: rows, isFine: true)
  }
}
