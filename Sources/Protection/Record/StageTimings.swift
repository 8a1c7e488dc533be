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

  fileprivate mutating func note(_ part: String) {
    if let bytes = MemoryUse.peak { peaks.append((part, bytes)) }
  }
}

/// Measures the seconds between laps, and books them on a part of the work.
struct Stopwatch {
  private(set) var timings = StageTimings()
  private var last = ContinuousClock.now

  mutating func lap(_ part: WritableKeyPath<StageTimings, Double>) {
    let now = ContinuousClock.now
    let seconds = (now - last).components
    timings[keyPath: part] += Double(seconds.seconds) + Double(seconds.attoseconds) * 1e-18
    timings.note(Self.names[part] ?? "")
    last = now
  }

  private static var names: [WritableKeyPath<StageTimings, Double>: String] {
    [\.decode: "decode", \.optimise: "search", \.mark: "mark", \.encode: "fit", \.verify: "verify"]
  }
}
