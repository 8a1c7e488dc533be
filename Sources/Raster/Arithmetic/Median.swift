extension Collection where Element: BinaryFloatingPoint {
  /// The middle value, or the mean of the two in the middle; 0 of nothing.
  public var median: Element {
    let ordered = sorted()
    guard !ordered.isEmpty else { return 0 }
    let middle = ordered.count / 2
    return ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
  }
}
