import Files

extension CopyRecord.Failure {
  /// The failure that an error means for an input.
  init(_ error: any Error, of input: InputFile) {
    let message = "\(error)"
    let name = input.description
    self.init(code: errorCode(error), message: message.contains(name) ? message : "\(name): \(message)")
  }
}
