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
  private var isBroken = false

  init(round: Int, leastGain: Double) {
    self.round = round
    self.leastGain = leastGain
  }

  /// Something else than a step changed the value: neither this round nor those before compare with what comes.
  mutating func interrupt() {
    last = nil
    isBroken = !values.isEmpty
  }

  /// Takes note of what a step has reached, larger being better.
  ///
  /// - Returns: whether this ends a round that gained too little.
  mutating func isReached(by value: Double) -> Bool {
    values.append(value)
    guard values.count == round else { return false }
    let mean = values.reduce(0, +) / Double(round)
    values = []
    guard !isBroken else {
      isBroken = false
      return false
    }
    defer { last = mean }
    return last.map { mean - $0 < leastGain * Double(round) } ?? false
  }
}
