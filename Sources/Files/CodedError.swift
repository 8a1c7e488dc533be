/// An error with a short name for scripts, which the JSON lines of every command carry as `error.code`.
///
/// The description is one line for people and may change; the code does not.
package protocol CodedError: Error {
  /// Lower-case words joined by hyphens.
  var code: String { get }
}

/// The short name of any error: its code, or `internal` for an error that no module of Lacquer declares.
package func errorCode(_ error: any Error) -> String {
  (error as? any CodedError)?.code ?? "internal"
}
