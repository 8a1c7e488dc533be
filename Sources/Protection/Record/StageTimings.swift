/// The time that each part of protecting took, in seconds.
package struct StageTimings: Sendable, Codable, Equatable {
  package var decode = 0.0
  package var optimise = 0.0
  package var encode = 0.0
  package var mark = 0.0
  /// Judging the decoded file, and reading its mark.
  package var verify = 0.0
}

/// Measures the seconds between laps, and books them on a part of the work.
struct Stopwatch {
  private(set) var timings = StageTimings()
  private var last = ContinuousClock.now

  mutating func lap(_ part: WritableKeyPath<StageTimings, Double>) {
    let now = ContinuousClock.now
    let seconds = (now - last).components
    timings[keyPath: part] += Double(seconds.seconds) + Double(seconds.attoseconds) * 1e-18
    last = now
  }
}
