/// What was found out about one thing that Lacquer needs or can use.
package struct Finding: Sendable, Encodable, Hashable {
  package enum State: String, Sendable, Encodable {
    /// It is there and was tried.
    case works
    /// It is not there, and only some commands need it.
    case absent
    /// It is needed and missing, or it is there and cannot be used.
    case broken
  }

  /// The thing, as "ONNX Runtime".
  package let subject: String
  package let state: State
  /// What was found: a version, a place, a count, or what went wrong.
  package let detail: String
  /// What mends it, as a command or a sentence; `nil` where nothing is to be done.
  package let remedy: String?

  package init(_ subject: String, _ state: State, _ detail: String, remedy: String? = nil) {
    self.subject = subject
    self.state = state
    self.detail = detail
    self.remedy = remedy
  }
}
