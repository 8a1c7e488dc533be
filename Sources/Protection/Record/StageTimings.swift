import Files

/// The time that each part of protecting took, in seconds.
package struct StageTimings: Sendable, Codable, Equatable {
  package var decode = 0.0
  package var optimise = 0.0
  package var encode = 0.0
  package var mark = 0.0
  /// Judging the decoded file, and reading its mark.
  package var verify = 0.0
  /// For each part, in order, the most memory that the process had taken when it ended, in bytes. It is not written into records.
  package private(set) var peaks: [(part: String, bytes: Int)] = []

  private enum CodingKeys: CodingKey { case decode, optimise, encode, mark, verify }

  package static func == (a: StageTimings, b: StageTimings) -> Bool {
    (a.decode, a.optimise, a.encode, a.mark, a.verify) == (b.decode, b.optimise, b.encode, b.mark, b.verify)
  }

  fileprivate mutating func add(_ seconds: Double, to part: Stopwatch.Part) {
    self[keyPath: part.seconds] += seconds
    if let bytes = MemoryUse.peak { peaks.append((part.rawValue, bytes)) }
  }
}

/// Measures the seconds between laps, and books them on a part of the work.
struct Stopwatch {
  /// A part of the work, by the name that people read.
  enum Part: String {
    case decode, search, mark, fit, verify

    fileprivate var seconds: WritableKeyPath<StageTimings, Double> {
      switch self {
      case .decode: \.decode
      case .search: \.optimise
      case .mark: \.mark
      case .fit: \.encode
      case .verify: \.verify
      }
    }
  }

  private(set) var timings = StageTimings()
  private var last = ContinuousClock.now

  mutating func lap(_ part: Part) {
    let now = ContinuousClock.now
    let seconds = (now - last).components
    timings.add(Double(seconds.seconds) + Double(seconds.attoseconds) * 1e-18, to: part)
    last = now
  }
}
