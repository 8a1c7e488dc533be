import Files

/// A request to embed or detect a mark that cannot be met.
package enum WatermarkError: CodedError, Sendable, CustomStringConvertible, Equatable {
  /// A key of this many bytes.
  case wrongKeyLength(Int)
  /// The shorter side is under ``Watermark/smallestSide``.
  case tooSmall(width: Int, height: Int)
  /// The alpha plane and the picture differ in size.
  case alphaSize(width: Int, height: Int)
  /// A false-alarm bound outside 0…1.
  case falseAlarm(Double)
  /// There is no key to look for.
  case noKey

  package var code: String {
    switch self {
    case .wrongKeyLength, .noKey: "key"
    case .tooSmall: "too-small"
    case .alphaSize: "alpha-size"
    case .falseAlarm: "false-alarm"
    }
  }

  package var description: String {
    switch self {
    case .wrongKeyLength(let count):
      "a mark key has \(MarkKey.byteCount) bytes, not \(count)"
    case .tooSmall(let width, let height):
      "the picture is \(width)×\(height) pixels; an invisible mark needs \(MarkGeometry.smallestSide) on the shorter side"
    case .alphaSize(let width, let height):
      "the alpha plane is \(width)×\(height) pixels, not as large as the picture"
    case .falseAlarm(let bound):
      "a false-alarm bound is a probability between 0 and 1, not \(bound)"
    case .noKey:
      "there is no key to look for"
    }
  }
}
