/// What a handling can fail with.
public enum HandlingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A library or a program that it needs is not on this machine.
  case unavailable(handling: String, reason: String)
  /// A library refused a picture, or a program failed.
  case failed(handling: String, reason: String)

  public var description: String {
    switch self {
    case .unavailable(let handling, let reason): "\(handling) is not available: \(reason)"
    case .failed(let handling, let reason): "\(handling) failed: \(reason)"
    }
  }
}
