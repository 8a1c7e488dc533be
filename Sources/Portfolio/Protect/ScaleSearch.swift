import Foundation

/// Finds the scale of a change at which a falling score just meets its minimum: the closed loop on what people see.
///
/// What a change costs, 100 − score, grows about like a power of its scale, so the search is a secant on logarithms, through the
/// last two trials until there is a bracket, and then guarded by it.
package struct ScaleSearch: Sendable {
  /// The score must not be lower than this …
  package let minimum: Double
  /// … and should not be higher than the minimum by more than this.
  package let tolerance: Double
  /// The largest scale that is tried.
  package let maximumScale: Double
  /// How many scales may be tried.
  package let evaluations: Int
  /// By which power of the cost the scale follows it while only one was tried.
  package let exponent: Double

  package init(minimum: Double, tolerance: Double, maximumScale: Double, evaluations: Int, exponent: Double = 1.1) {
    self.minimum = minimum
    self.tolerance = tolerance
    self.maximumScale = maximumScale
    self.evaluations = evaluations
    self.exponent = exponent
  }

  /// What was found at a scale.
  package struct Trial<Payload> {
    package let scale: Double
    package let score: Double
    package let payload: Payload
  }

  /// The trial of the largest scale whose score is not under the minimum.
  ///
  /// - Parameters:
  ///   - start: the first scale to try.
  ///   - evaluate: the score at a scale and whatever the caller wants kept; `nil` rejects a scale as too large for
  ///     reasons other than the score.
  /// - Returns: `nil` if no scale that was tried is good enough.
  package func run<Payload>(
    from start: Double, evaluate: (Double) throws -> (score: Double, payload: Payload)?
  ) rethrows -> Trial<Payload>? {
    var best: Trial<Payload>?
    var low: (scale: Double, cost: Double)?
    var high: (scale: Double, cost: Double?)?
    var scale = min(maximumScale, start)
    var exponent = exponent
    var last: (scale: Double, cost: Double)?
    // Aim inside the tolerance, not at its edge.
    let goal = 100 - minimum - tolerance * 0.4
    for _ in 0..<evaluations {
      let found = try evaluate(scale)
      if let found, found.score >= minimum {
        if best.map({ scale > $0.scale }) ?? true {
          best = Trial(scale: scale, score: found.score, payload: found.payload)
        }
        low = (scale, 100 - found.score)
        if found.score <= minimum + tolerance || scale >= maximumScale { break }
      } else {
        high = (scale, found.map { 100 - $0.score })
      }
      if let cost = found.map({ max(0.01, 100 - $0.score) }) {
        if let last, last.scale != scale, last.cost != cost {
          // Far from what is usual it is noise, or a cap.
          exponent = min(2.5, max(0.8, log(scale / last.scale) / log(cost / last.cost)))
        }
        last = (scale, cost)
      }
      guard let next = self.next(low: low, high: high, goal: goal, exponent: exponent) else { break }
      scale = next
    }
    return best
  }

  private func next(
    low: (scale: Double, cost: Double)?, high: (scale: Double, cost: Double?)?, goal: Double, exponent: Double
  ) -> Double? {
    switch (low, high) {
    case (let low?, nil):
      let growth = low.cost > 0.01 ? pow(goal / low.cost, exponent) : 4
      return min(maximumScale, low.scale * min(4, max(1.02, growth)))
    case (nil, let high?):
      guard high.scale > 1e-3 else { return nil }
      let shrink = high.cost.map { pow(goal / max($0, goal), exponent) } ?? 0.7
      return high.scale * min(0.97, max(0.1, shrink))
    case (let low?, let high?):
      guard high.scale / low.scale > (high.cost == nil ? 1.03 : 1.002) else { return nil }
      if let cost = high.cost, low.cost > 0.01, cost > low.cost {
        let slope = log(cost / low.cost) / log(high.scale / low.scale)
        let guess = low.scale * pow(goal / low.cost, 1 / slope)
        // Stay off the ends of the bracket, or a curved score would make it creep.
        let span = high.scale - low.scale
        return min(high.scale - 0.05 * span, max(low.scale + 0.05 * span, guess))
      }
      return (low.scale * high.scale).squareRoot()
    case (nil, nil): return nil
    }
  }
}
