/// Why two pictures cannot be judged against each other.
public enum VerifierError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Width and height of the original, then of the other picture.
  case differentSizes(Int, Int, Int, Int)

  public var description: String {
    switch self {
    case .differentSizes(let width, let height, let otherWidth, let otherHeight):
      "the pictures differ in size: \(width)×\(height) against \(otherWidth)×\(otherHeight) pixels"
    }
  }
}
