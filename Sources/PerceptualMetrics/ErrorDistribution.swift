import Foundation

/// How an error is distributed over the pixels of a picture.
package struct ErrorDistribution: Sendable, Equatable {
  /// The mean over all pixels.
  package var mean: Double
  /// 95 of 100 pixels have at most this error; within 0.05 %.
  package var percentile95: Double
  /// The largest error of any pixel.
  package var maximum: Double
}

/// Errors counted by size, so that percentiles need no memory for every pixel.
///
/// Bins are those of floating point: 2048 to a power of two, from 2⁻²⁰ to 2⁹.
struct ErrorHistogram: Sendable {
  private static let bins = 29 << 11
  private static let first = (127 - 20) << 11

  private var counts = [UInt32](repeating: 0, count: bins)
  private var sum = 0.0
  private var maximum: Float = 0

  /// Counts errors of at least 0.
  init(_ errors: UnsafeBufferPointer<Float>) {
    counts.withUnsafeMutableBufferPointer { counts in
      for error in errors {
        counts[min(max(Int(error.bitPattern >> 12) - Self.first, 0), Self.bins - 1)] &+= 1
        sum += Double(error)
        maximum = max(maximum, error)
      }
    }
  }

  /// The distribution of all errors in several histograms.
  static func distribution(_ histograms: [ErrorHistogram]) -> ErrorDistribution {
    var counts = [Int](repeating: 0, count: bins)
    var (sum, maximum) = (0.0, Float(0))
    for histogram in histograms {
      for (bin, count) in histogram.counts.enumerated() { counts[bin] += Int(count) }
      sum += histogram.sum
      maximum = max(maximum, histogram.maximum)
    }
    let total = counts.reduce(0, +)
    var rank = 0.95 * Double(total - 1)
    var percentile = Double(maximum)
    for (bin, count) in counts.enumerated() where count > 0 {
      guard rank >= Double(count) else {
        let (low, high) = (edge(bin), edge(bin + 1))
        percentile = min(Double(maximum), bin == 0 ? 0 : low + (high - low) * (rank + 0.5) / Double(count))
        break
      }
      rank -= Double(count)
    }
    return ErrorDistribution(mean: sum / Double(total), percentile95: percentile, maximum: Double(maximum))
  }

  private static func edge(_ bin: Int) -> Double { Double(Float(bitPattern: UInt32(bin + first) << 12)) }
}
