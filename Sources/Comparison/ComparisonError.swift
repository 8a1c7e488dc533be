import Files

/// Why two pictures cannot be judged against each other.
package enum ComparisonError: CodedError, Sendable, Equatable, CustomStringConvertible {
  /// Width and height of the original, then of the other picture.
  case differentSizes(Int, Int, Int, Int)
  /// The pictures share no part that could be laid over each other.
  case notAlike
  /// A metric's weights are not at hand; the name under which they are added.
  case weightsMissing(String)

  /// A short name of the kind of error, for machines.
  package var code: String {
    switch self {
    case .differentSizes: "size"
    case .notAlike: "not-alike"
    case .weightsMissing: "weights"
    }
  }

  package var description: String {
    switch self {
    case .differentSizes(let width, let height, let otherWidth, let otherHeight):
      "the pictures differ in size: \(width)×\(height) against \(otherWidth)×\(otherHeight) pixels"
    case .notAlike:
      "the pictures cannot be aligned: no turn or crop in whole pixels makes them alike"
    case .weightsMissing(let name):
      "not available: `lacquer models add \(name)`"
    }
  }
}
