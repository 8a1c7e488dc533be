/// A warp and how well it fits.
struct WarpCandidate {
  var warp: Warp
  var score: Double
}

/// A search that varies one number of a warp after the other, in steps that halve where none is better.
enum PatternSearch {
  /// - Parameters:
  ///   - from: the first step, in turns of the tile at the end of the picture's longer side; `to` the last.
  ///   - limit: how often the score is computed, at most.
  ///   - parameters: how many of a warp's numbers are varied.
  static func climb(
    _ start: Warp, score: Double, from: Double, to: Double, limit: Int, parameters: Int = Warp.parameterCount,
    _ value: (Warp) -> Double
  ) -> WarpCandidate {
    var best = WarpCandidate(warp: start, score: score)
    var (step, tries) = (from, 0)
    while step >= to, tries < limit {
      var better = false
      for parameter in 0..<parameters {
        for sign in [-1.0, 1] {
          let next = best.warp.moved(parameter, by: sign * step)
          let score = value(next)
          tries += 1
          guard score > best.score + 1e-9 else { continue }
          best = WarpCandidate(warp: next, score: score)
          better = true
          break
        }
      }
      if !better { step /= 2 }
    }
    return best
  }
}
