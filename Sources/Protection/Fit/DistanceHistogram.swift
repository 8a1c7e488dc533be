import Foundation

/// Counts how often distances of Butteraugli occur, in steps of a hundredth, so that a norm can be taken for many caps at little cost.
struct DistanceHistogram {
  private static let step = 0.01
  private var counts = [Int](repeating: 0, count: 2000)

  mutating func add(_ distance: Float) {
    counts[min(counts.count - 1, max(0, Int(Double(distance) / Self.step)))] += 1
  }

  /// The norm of distances that are cut off.
  func norm(cutAt cap: Double) -> Double { Self.norm([(self, cap)]) }

  /// Butteraugli's 3-norm over several histograms together, each cut off at a distance of its own.
  static func norm(_ parts: [(histogram: DistanceHistogram, cap: Double)]) -> Double {
    var (cubes, sixths, twelfths, total) = (0.0, 0.0, 0.0, 0)
    for part in parts {
      for (index, count) in part.histogram.counts.enumerated() where count > 0 {
        let distance = min(part.cap, (Double(index) + 0.5) * step)
        let cube = distance * distance * distance
        cubes += Double(count) * cube
        sixths += Double(count) * cube * cube
        twelfths += Double(count) * cube * cube * cube * cube
        total += count
      }
    }
    guard total > 0 else { return 0 }
    let count = Double(total)
    return (pow(cubes / count, 1 / 3.0) + pow(sixths / count, 1 / 6.0) + pow(twelfths / count, 1 / 12.0)) / 3
  }

  /// The largest cap up to a maximum that is good enough; a tenth of the maximum where none is.
  static func cap(maximum: Double, isGood: (Double) -> Bool) -> Double {
    if isGood(maximum) { return maximum }
    var (low, high) = (maximum / 10, maximum)
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if isGood(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
