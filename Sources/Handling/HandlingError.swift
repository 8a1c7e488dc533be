import Files

/// The reasons for which a handling fails or is not available.
package enum HandlingError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// A library or a program that it needs is not on this machine.
  case unavailable(handling: String, reason: String)
  /// A library refused a picture, or a program failed.
  case failed(handling: String, reason: String)

  package var code: String {
    switch self {
    case .unavailable: "unavailable"
    case .failed: "handling"
    }
  }

  package var description: String {
    switch self {
    case .unavailable(let handling, let reason): "\(handling) is not available: \(reason)"
    case .failed(let handling, let reason): "\(handling) failed: \(reason)"
    }
  }
}
