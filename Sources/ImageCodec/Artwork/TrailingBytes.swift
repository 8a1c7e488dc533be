/// What is said of bytes after the end of a picture, when it is read and when it is written.
package enum TrailingBytes {
  static func ignored(_ count: Int) -> String { "\(count) bytes after the end of the picture are ignored" }
  static func dropped(_ count: Int) -> String { "\(count) bytes after the end of the picture were dropped" }

  /// Whether a reader's warning is told again by a writer's notes.
  package static func isTold(_ warning: String, by notes: [String]) -> Bool {
    notes.contains { note in warning == note.replacing("were dropped", with: "are ignored") }
  }
}
