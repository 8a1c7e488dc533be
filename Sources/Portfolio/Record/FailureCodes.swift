import ImageCodec

extension ImageCodecError {
  /// The `error.code` of the JSON line.
  var code: String {
    switch self {
    case .unknownFormat: "format"
    case .unsupported: "unsupported"
    case .animated: "animated"
    case .limit: "limit"
    case .damaged: "damaged"
    case .encoding: "encoding"
    case .colour: "colour"
    case .file: "unreadable"
    }
  }
}
