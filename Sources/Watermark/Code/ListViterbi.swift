/// Soft decoding of ``ConvolutionalCode``: the most likely messages, best first.
///
/// A Viterbi pass keeps by how much the loser lost at every state; the next best paths then leave an earlier one where the
/// loss is least (the serial list algorithm, Seshadri and Sundberg 1994).
package struct ListViterbi {
  private let steps: Int
  /// The sum of `soft` over the likeliest code word, bits as signs: no message has more.
  package let best: Float
  /// For every step and state: whether the survivor came from the upper half of the states, and what the other lost.
  private var fromUpper: [Bool]
  private var loss: [Float]

  /// - Parameter soft: a value for each code bit, positive for 0 and negative for 1, in proportion to its log-likelihood ratio.
  package init(soft: [Float]) {
    let (states, steps) = (ConvolutionalCode.states, soft.count / ConvolutionalCode.rate)
    self.steps = steps
    var fromUpper = [Bool](repeating: false, count: steps * states)
    var loss = [Float](repeating: 0, count: steps * states)
    // Two halves, read and written in turn; the register starts empty.
    var metrics = [Float](repeating: -1e30, count: 2 * states)
    metrics[0] = 0
    metrics.withUnsafeMutableBufferPointer { metrics in
      fromUpper.withUnsafeMutableBufferPointer { fromUpper in
        loss.withUnsafeMutableBufferPointer { loss in
          for step in 0..<steps {
            let cells = step * states..<(step + 1) * states
            Self.advance(
              Self.branches(soft[4 * step..<4 * step + 4]),
              from: .init(rebasing: metrics[step % 2 * states..<(step % 2 + 1) * states]),
              to: .init(rebasing: metrics[(step + 1) % 2 * states..<((step + 1) % 2 + 1) * states]),
              fromUpper: .init(rebasing: fromUpper[cells]), loss: .init(rebasing: loss[cells]))
          }
        }
      }
    }
    best = metrics[steps % 2 * states]
    self.fromUpper = fromUpper
    self.loss = loss
  }

  /// What each pattern of four code bits gains by the soft values of one step.
  private static func branches(_ soft: ArraySlice<Float>) -> [Float] {
    (0..<16).map { pattern in
      soft.enumerated().reduce(0) { $0 + (pattern >> $1.offset & 1 == 0 ? $1.element : -$1.element) }
    }
  }

  /// One step of the trellis: of the two paths that meet in every state the better one survives.
  private static func advance(
    _ branch: [Float], from: UnsafeMutableBufferPointer<Float>, to: UnsafeMutableBufferPointer<Float>,
    fromUpper: UnsafeMutableBufferPointer<Bool>, loss: UnsafeMutableBufferPointer<Float>
  ) {
    let (states, outputs) = (ConvolutionalCode.states, ConvolutionalCode.outputs)
    branch.withUnsafeBufferPointer { branch in
      outputs.withUnsafeBufferPointer { outputs in
        for state in 0..<states {
          let lower = state >> 1
          let a = from[lower] + branch[Int(outputs[state])]
          let b = from[lower &+ states / 2] + branch[Int(outputs[state &+ states])]
          to[state] = a > b ? a : b
          fromUpper[state] = b > a
          loss[state] = abs(a - b)
        }
      }
    }
  }

  private struct Path {
    var lost: Float
    /// Steps at which the path takes the loser's branch, latest first.
    var detours: [Int]
  }

  /// Calls `accept` with up to `count` messages, the most likely first, until it returns true; that message and the sum of
  /// `soft` over its code word (bits as signs), or nil.
  package func first(of count: Int, where accept: ([Bool]) -> Bool) -> (message: [Bool], metric: Float)? {
    let states = ConvolutionalCode.states
    var open = [Path(lost: 0, detours: [])]
    for _ in 0..<count {
      guard let index = open.indices.min(by: { open[$0].lost < open[$1].lost }) else { return nil }
      let path = open.remove(at: index)
      var bits = [Bool](repeating: false, count: steps)
      var state = 0
      var detours = path.detours[...]
      for step in stride(from: steps - 1, through: 0, by: -1) {
        bits[step] = state & 1 == 1
        let cell = step * states + state
        var upper = fromUpper[cell]
        if detours.first == step {
          upper.toggle()
          detours.removeFirst()
        } else if detours.isEmpty, loss[cell] < 1e29 {
          open.append(Path(lost: path.lost + loss[cell], detours: path.detours + [step]))
        }
        state = state >> 1 | (upper ? states >> 1 : 0)
      }
      // Only the best `count` can ever be asked for.
      if open.count > 4 * count {
        open.sort { $0.lost < $1.lost }
        open.removeLast(open.count - count)
      }
      let message = Array(bits.dropLast(ConvolutionalCode.memory))
      if accept(message) { return (message, best - path.lost) }
    }
    return nil
  }
}
