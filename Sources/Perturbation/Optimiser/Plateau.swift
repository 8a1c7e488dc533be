/// Says when a search no longer pays: when a round of all views gains too little over the round before.
///
/// Views differ more among themselves than a step changes what is seen through one, so only whole rounds compare.
struct Plateau: Sendable {
  /// Steps in a round: one a view.
  let round: Int
  /// The least that a step must gain.
  let leastGain: Double
  private var values: [Double] = []
  private var last: Double?

  init(round: Int, leastGain: Double) {
    self.round = round
    self.leastGain = leastGain
  }

  /// Takes note of what a step has reached, larger being better.
  ///
  /// - Returns: whether this ends a round that gained too little.
  mutating func isReached(by value: Double) -> Bool {
    values.append(value)
    guard values.count == round else { return false }
    let mean = values.reduce(0, +) / Double(round)
    values = []
    defer { last = mean }
    return last.map { mean - $0 < leastGain * Double(round) } ?? false
  }
}
