import Files

extension CopyRecord.Failure {
  /// The failure that an error means for an input.
  init(_ error: any Error, of input: InputFile) {
    self.init(code: errorCode(error), message: FailureMessage.text("\(error)", of: input.description))
  }
}

/// What people are told of a file that failed.
package enum FailureMessage {
  /// A message that names the file: with its name in front, unless it has it already.
  package static func text(_ message: String, of name: String) -> String {
    message.contains(name) ? message : "\(name): \(message)"
  }
}
