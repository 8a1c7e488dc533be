import Foundation

/// Searches the largest scale of a change at which a score that falls with the scale still meets its minimum.
///
/// The cost of a change, 100 − score, grows approximately like a power of its scale. The search is therefore a secant on
/// logarithms: through the last two trials until the goal is bracketed, and kept inside the bracket from then on.
package struct StrengthSearch: Sendable {
  /// The scores that a search accepts.
  package struct Cost: Sendable {
    /// The score must not be lower than this …
    package let minimumScore: Double
    /// … and a score that is higher by at most this ends the search; infinite if any sufficient score does.
    package let tolerance: Double

    package init(minimumScore: Double, tolerance: Double) {
      self.minimumScore = minimumScore
      self.tolerance = tolerance
    }

    /// The cost that trials aim at: inside the tolerance, not at its edge.
    fileprivate var goal: Double { 100 - minimumScore - (tolerance.isFinite ? tolerance * 0.4 : 0) }
  }

  /// The scales that a search tries.
  package struct Bracket: Sendable {
    /// No smaller scale is tried than the one that follows from this.
    package let minimum: Double
    package let maximum: Double

    package init(from minimum: Double = 1e-3, upTo maximum: Double) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// What a trial of one scale gave.
  package enum Evaluation<Payload> {
    /// The score, and whatever the caller wants kept of this scale.
    case scored(Double, Payload)
    /// The scale is too large for reasons other than the score.
    case tooLarge
    /// The search cannot succeed and ends without a result.
    case stop
  }

  /// The result of a search.
  package struct Trial<Payload> {
    package let scale: Double
    package let score: Double
    package let payload: Payload

    package init(scale: Double, score: Double, payload: Payload) {
      self.scale = scale
      self.score = score
      self.payload = payload
    }
  }

  package let cost: Cost
  /// The scale is proportional to the cost to this power while only one scale was tried.
  package let exponent: Double
  package let bracket: Bracket
  /// How many scales may be tried.
  package let evaluations: Int

  package init(cost: Cost, exponent: Double = 1.1, bracket: Bracket, evaluations: Int) {
    self.cost = cost
    self.exponent = exponent
    self.bracket = bracket
    self.evaluations = evaluations
  }

  /// A scale with the cost that it has.
  private struct Point {
    let scale: Double
    let cost: Double
  }

  /// Finds the trial of the largest scale whose score is not under the minimum.
  ///
  /// - Parameter start: the first scale to try.
  /// - Returns: `nil` if no scale that was tried is good enough, or the evaluation stopped the search.
  package func run<Payload>(
    from start: Double, evaluate: (Double) throws -> Evaluation<Payload>
  ) rethrows -> Trial<Payload>? {
    var best: Trial<Payload>?
    var low: Point?
    var high: (scale: Double, cost: Double?)?
    var last: Point?
    var scale = min(bracket.maximum, start)
    var exponent = exponent
    for _ in 0..<evaluations {
      switch try evaluate(scale) {
      case .stop: return nil
      case .tooLarge: high = (scale, nil)
      case .scored(let score, let payload):
        let reached = 100 - score
        if score >= cost.minimumScore {
          if best.map({ scale > $0.scale }) ?? true { best = Trial(scale: scale, score: score, payload: payload) }
          low = Point(scale: scale, cost: reached)
          if score <= cost.minimumScore + cost.tolerance || scale >= bracket.maximum { return best }
        } else {
          high = (scale, reached)
        }
        let point = Point(scale: scale, cost: max(0.01, reached))
        if let last, last.scale != scale, last.cost != point.cost {
          // An exponent far from the usual range comes from noise, or from a cap.
          exponent = min(2.5, max(0.8, log(scale / last.scale) / log(point.cost / last.cost)))
        }
        last = point
      }
      guard let next = next(low: low, high: high, exponent: exponent) else { break }
      scale = next
    }
    return best
  }

  /// The factor by which a scale changes so that its cost becomes another, by the power law alone.
  package static func factor(from reached: Double, to goal: Double, exponent: Double) -> Double {
    pow(goal / reached, exponent)
  }

  private func next(low: Point?, high: (scale: Double, cost: Double?)?, exponent: Double) -> Double? {
    let goal = cost.goal
    switch (low, high) {
    case (let low?, nil):
      let growth = low.cost > 0.01 ? Self.factor(from: low.cost, to: goal, exponent: exponent) : 4
      return min(bracket.maximum, low.scale * min(4, max(1.02, growth)))
    case (nil, let high?):
      guard high.scale > bracket.minimum else { return nil }
      let shrink = high.cost.map { Self.factor(from: max($0, goal), to: goal, exponent: exponent) } ?? 0.7
      return high.scale * min(0.97, max(0.1, shrink))
    case (let low?, let high?):
      guard high.scale / low.scale > (high.cost == nil ? 1.03 : 1.002) else { return nil }
      if let cost = high.cost, low.cost > 0.01, cost > low.cost {
        let slope = log(cost / low.cost) / log(high.scale / low.scale)
        let guess = low.scale * pow(goal / low.cost, 1 / slope)
        // Guesses at the ends of the bracket would make it shrink slowly where the score is curved.
        let span = high.scale - low.scale
        return min(high.scale - 0.05 * span, max(low.scale + 0.05 * span, guess))
      }
      return (low.scale * high.scale).squareRoot()
    case (nil, nil): return nil
    }
  }
}
