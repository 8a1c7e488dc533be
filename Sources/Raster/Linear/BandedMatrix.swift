/// A linear map along one axis of a picture in which every output sample depends on a short run of input samples:
/// resizing, blurring, cropping and any chain of them.
///
/// Two of them, one an axis, are a `SeparableMap`. Being a matrix, a map has an exact adjoint, which is what the chain
/// rule needs: the gradient with respect to the input is the transposed matrix times the gradient with respect to the
/// output.
public struct BandedMatrix: Sendable, Equatable {
  /// How many samples come out.
  public let outputs: Int
  /// How many samples go in.
  public let inputs: Int
  /// For each output, the index of the first input that it depends on.
  let starts: [Int]
  /// For each output, where its weights begin in `weights`; one more entry than outputs.
  let offsets: [Int]
  /// The weights of all outputs, one run after the other.
  let weights: [Float]

  /// A matrix from its rows.
  ///
  /// - Parameters:
  ///   - inputs: the number of input samples.
  ///   - rows: for each output, the first input and the weights from there on.
  /// - Precondition: every run lies within `0..<inputs`; there is at least one row.
  init(inputs: Int, rows: [(start: Int, weights: [Float])]) {
    precondition(inputs > 0 && !rows.isEmpty, "a map has inputs and outputs")
    precondition(
      rows.allSatisfy { $0.start >= 0 && $0.start + $0.weights.count <= inputs }, "a run of weights leaves the input")
    self.inputs = inputs
    self.outputs = rows.count
    self.starts = rows.map(\.start)
    self.offsets = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.weights.count) }
    self.weights = rows.flatMap(\.weights)
  }

  /// The map that changes nothing.
  public static func identity(_ count: Int) -> BandedMatrix {
    BandedMatrix(inputs: count, rows: (0..<count).map { ($0, [1]) })
  }

  /// Keeps the samples in `range`.
  ///
  /// - Precondition: `range` lies within `0..<inputs` and is not empty.
  public static func crop(_ inputs: Int, to range: Range<Int>) -> BandedMatrix {
    BandedMatrix(inputs: inputs, rows: range.map { ($0, [1]) })
  }

  /// Keeps all samples and repeats the last until there are `outputs`.
  ///
  /// - Precondition: no fewer outputs than inputs.
  public static func extended(_ inputs: Int, to outputs: Int) -> BandedMatrix {
    precondition(outputs >= inputs, "an extended picture is not smaller")
    return BandedMatrix(inputs: inputs, rows: (0..<outputs).map { (min($0, inputs - 1), [1]) })
  }

  /// The adjoint: `outputs` and `inputs` change places.
  public var transposed: BandedMatrix {
    var first = [Int](repeating: outputs, count: inputs)
    var last = [Int](repeating: -1, count: inputs)
    for output in 0..<outputs {
      let run = starts[output]..<starts[output] + offsets[output + 1] - offsets[output]
      for input in run {
        first[input] = min(first[input], output)
        last[input] = max(last[input], output)
      }
    }
    var rows: [(start: Int, weights: [Float])] = (0..<inputs).map { input in
      last[input] < 0 ? (0, [0]) : (first[input], Array(repeating: 0, count: last[input] - first[input] + 1))
    }
    for output in 0..<outputs {
      for (index, weight) in weights[offsets[output]..<offsets[output + 1]].enumerated() {
        let input = starts[output] + index
        rows[input].weights[output - first[input]] += weight
      }
    }
    return BandedMatrix(inputs: outputs, rows: rows)
  }

  /// This map followed by `next`, as one map.
  ///
  /// - Precondition: `next.inputs == outputs`.
  public func then(_ next: BandedMatrix) -> BandedMatrix {
    precondition(next.inputs == outputs, "the second map must take what the first gives")
    let rows = (0..<next.outputs).map { output -> (start: Int, weights: [Float]) in
      let middle = next.starts[output]..<next.starts[output] + next.offsets[output + 1] - next.offsets[output]
      guard !middle.isEmpty else { return (0, [0]) }
      let low = middle.map { starts[$0] }.min() ?? 0
      let high = middle.map { starts[$0] + offsets[$0 + 1] - offsets[$0] }.max() ?? 1
      var row = [Float](repeating: 0, count: high - low)
      for (index, between) in middle.enumerated() {
        let outer = next.weights[next.offsets[output] + index]
        for (position, weight) in weights[offsets[between]..<offsets[between + 1]].enumerated() {
          row[starts[between] - low + position] += outer * weight
        }
      }
      return (low, row)
    }
    return BandedMatrix(inputs: inputs, rows: rows)
  }
}
