import Foundation
import Portfolio

/// The JSON line of one picture that was traced.
struct TraceLine: Encodable {
  var schema = 1
  let file: String
  let traced: Bool
  let verdict: Trace.Verdict
  let mark: String?
  let key: String?
  let falseAlarm: Double?
  let distance: Int?
  let unreadableMark: Bool
  let recipients: [String?]
  let copies: [Copy]

  /// A record that the picture may be a copy of.
  struct Copy: Encodable {
    let input: String
    let output: String
    let recipient: String?
    let time: String
    let sha256In: String
    let sha256Out: String

    enum CodingKeys: String, CodingKey {
      case input, output, recipient, time
      case sha256In = "sha256_in"
      case sha256Out = "sha256_out"
    }
  }

  enum CodingKeys: String, CodingKey {
    case schema, file, traced, verdict, mark, key
    case falseAlarm = "false_alarm"
    case distance
    case unreadableMark = "unreadable_mark"
    case recipients, copies
  }

  init(_ path: String, _ trace: Trace) {
    file = path
    traced = trace.verdict.isTraced
    verdict = trace.verdict
    mark = trace.mark
    key = trace.key
    falseAlarm = trace.falseAlarmExponent.map { pow(10, $0) }
    distance = trace.distance
    unreadableMark = trace.hasUnreadableMark
    recipients = trace.recipients
    copies = trace.entries.map { entry in
      Copy(
        input: entry.input, output: entry.output, recipient: entry.recipient, time: entry.time,
        sha256In: entry.inputHash, sha256Out: entry.outputHash)
    }
  }
}

/// The last JSON line of `trace`: how many pictures had which answer.
struct TraceSummary: Encodable {
  struct Counts: Encodable {
    var all = 0
    var traced = 0
    var looksLike = 0
    var unlisted = 0
    var unknown = 0
    var failed = 0

    enum CodingKeys: String, CodingKey {
      case all, traced
      case looksLike = "looks_like"
      case unlisted, unknown, failed
    }

    mutating func add(_ verdict: Trace.Verdict) {
      all += 1
      switch verdict {
      case .identical, .original, .marked: traced += 1
      case .looksLike: looksLike += 1
      case .unlisted: unlisted += 1
      case .unknown: unknown += 1
      }
    }
  }

  var schema = 1
  let summary: Counts
}
