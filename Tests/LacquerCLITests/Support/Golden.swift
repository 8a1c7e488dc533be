import Foundation
import Testing

/// Texts that are kept beside the tests and compared with what the program says now.
///
/// `scripts/record-goldens` writes them anew; what changed is then seen in the diff.
enum Golden {
  static let folder = Workplace.pictures.deletingLastPathComponent().appending(path: "Golden")

  static let isRecording = ProcessInfo.processInfo.environment["LACQUER_RECORD_GOLDENS"] != nil

  /// Compares a text with the golden file of this name, or writes the file.
  static func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = folder.appending(path: name)
    let text = text.hasSuffix("\n") ? text : text + "\n"
    if isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    } else {
      let kept = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
      #expect(text == kept, "Golden/\(name); if this is meant: scripts/record-goldens", sourceLocation: sourceLocation)
    }
  }

  /// Compares the keys of JSON lines, and of their values those that do not vary.
  static func checkKeys(
    _ lines: [String], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let shapes = try lines.map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)
      let data = try JSONSerialization.data(
        withJSONObject: blanked(value), options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
      return String(decoding: data, as: UTF8.self)
    }
    #expect(!lines.isEmpty, sourceLocation: sourceLocation)
    try check(shapes.joined(separator: "\n"), "json/\(name).json", sourceLocation: sourceLocation)
  }

  /// Keys whose texts and numbers stay.
  private static let kept: Set<String> = [
    "schema", "status", "code", "name", "verdict", "role", "kind", "carrier", "field", "width", "height", "columns",
    "rows", "recipient", "failed", "planned", "protected", "skipped", "stamped",
  ]

  /// A value with its keys and types, but without what differs from run to run: texts are "…", numbers 0.
  private static func blanked(_ value: Any, key: String = "") -> Any {
    switch value {
    case let object as [String: Any]:
      return Dictionary(uniqueKeysWithValues: object.map { ($0, blanked($1, key: $0)) })
    case let array as [Any]:
      return array.map { blanked($0, key: key) }
    case is NSNull:
      return value
    case let text as String:
      return kept.contains(key) ? text : "…"
    case let number as NSNumber:
      return isBoolean(number) || kept.contains(key) ? number : 0
    default:
      return "?"
    }
  }

  private static func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == String(cString: NSNumber(value: true).objCType)
  }
}
