/// The stopping rule of the gradient steps: the search ends when one round of all views raises the objective by too little.
///
/// Only whole rounds are compared, because the objective differs more between two views than between two steps of one view.
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
