import Foundation
import Portfolio

/// What `trace` says of a picture to people.
enum TraceWords {
  /// Whose copy it is, and how sure that is, as the rest of a sentence that begins with its name.
  static func answer(_ trace: Trace) -> String {
    let unreadable = trace.hasUnreadableMark ? "; a mark of your key is there, too weak to be read" : ""
    switch trace.verdict {
    case .identical: return "is \(copy(trace)) (the same bytes)"
    case .original: return "is the original of \(copy(trace)) (the same bytes)"
    case .marked:
      return
        "is a copy of \(copy(trace)) (mark \(trace.mark ?? ""), false alarm at most \(power(trace.falseAlarmExponent)))"
    case .unlisted:
      return "carries the mark \(trace.mark ?? "") of your key, which is not on record (false alarm at most "
        + "\(power(trace.falseAlarmExponent)))"
    case .looksLike:
      let work = trace.entries.last.map(\.input) ?? ""
      return
        "looks like \(work) (\(trace.distance ?? 0) of 64 bits differ); whose copy it is cannot be told\(unreadable)"
    case .unknown: return "not known\(unreadable)"
    }
  }

  /// The last made of the records, and for whom all of them are.
  private static func copy(_ trace: Trace) -> String {
    guard let entry = trace.entries.last else { return "" }
    let people = trace.recipients.map { $0 ?? "nobody in particular" }.joined(separator: " or ")
    let whose = trace.recipients == [nil] ? "" : ", for \(people)"
    return "\(entry.output)\(whose), made of \(entry.input) at \(entry.time)"
  }

  private static func power(_ logarithm: Double?) -> String { "1e\(Int((logarithm ?? 0).rounded(.up)))" }
}
