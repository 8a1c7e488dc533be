import Hummingbird
import LacquerKit

/// Why a request is answered without a picture: a status and one line.
struct Refusal: Error {
  let status: HTTPResponse.Status
  let line: String

  init(_ status: HTTPResponse.Status, _ line: String) {
    self.status = status
    self.line = line
  }

  /// The status of 4xx that tells what is wrong with a picture. What is wrong with the server is told to nobody but its log.
  init(_ error: LacquerError) {
    guard error.blamesInput else {
      self.init(.internalServerError, "the picture could not be protected")
      return
    }
    switch error.code {
    case .unknownFormat, .unsupported, .animated: self.init(.unsupportedMediaType, error.description)
    case .limit: self.init(.contentTooLarge, error.description)
    default: self.init(.unprocessableContent, error.description)
    }
  }
}
