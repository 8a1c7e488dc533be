/// The rule for samples beyond the edges of a plane, which filters and padding need.
public enum Border: Sendable {
  /// Zeros.
  case zero
  /// The outermost sample, repeated.
  case clamp
  /// The plane mirrored about its outermost samples, which are not repeated: `c b | a b c`.
  case reflect
  /// The plane mirrored with its outermost samples repeated: `b a | a b c`.
  case mirror
  /// Nothing: weights that fall on samples are scaled up to the sum of all weights.
  case renormalised

  /// The row or column that stands at `position`, which may lie outside `0..<count`; nil is nothing, or a zero.
  @inlinable
  public func index(_ position: Int, count: Int) -> Int? {
    if position >= 0 && position < count { return position }
    switch self {
    case .zero, .renormalised: return nil
    case .clamp: return min(max(position, 0), count - 1)
    case .reflect:
      guard count > 1 else { return 0 }
      let period = 2 * (count - 1)
      let folded = ((position % period) + period) % period
      return min(folded, period - folded)
    case .mirror:
      let folded = ((position % (2 * count)) + 2 * count) % (2 * count)
      return min(folded, 2 * count - 1 - folded)
    }
  }
}
