extension DerivativeRules {
  /// Operators that move numbers without changing them.
  static let shapes: [String: DerivativeRule] = [
    "Reshape": reshape,
    "Flatten": reshape,
    "Squeeze": reshape,
    "Unsqueeze": reshape,

    "Transpose": { adjoint, graph throws(RuleError) in
      let rank = graph.shape(adjoint.node.inputs[0]).count
      let permutation = adjoint.node.integers("perm") ?? Array((0..<rank).reversed())
      var inverse = permutation
      for (to, from) in permutation.enumerated() { inverse[from] = to }
      return [graph.transpose(try adjoint.gradient(), inverse)]
    },

    "Expand": { adjoint, graph throws(RuleError) in
      [graph.unbroadcast(try adjoint.gradient(), to: graph.shape(adjoint.node.inputs[0])), nil]
    },

    "Concat": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let axis = graph.axis(adjoint.node.integer("axis", default: 0), of: gradient)
      var start = 0
      return adjoint.node.inputs.enumerated().map { index, input in
        let length = graph.shape(input)[axis]
        defer { start += length }
        return adjoint.needs(index) ? graph.slice(gradient, axis: axis, from: start, length: length) : nil
      }
    },

    "Split": { adjoint, graph throws(RuleError) in
      let node = adjoint.node
      let axis = graph.axis(node.integer("axis", default: 0), of: node.inputs[0])
      let parts = zip(node.outputs, adjoint.gradients).map { output, gradient in
        gradient ?? graph.add(Constant(Tensor(shape: graph.shape(output))), hint: "zeros")
      }
      return [
        graph.emit("Concat", parts, ["axis": .integer(axis)], shape: graph.shape(node.inputs[0])), nil,
      ]
    },

    "Slice": { adjoint, graph throws(RuleError) in
      var gradient = try adjoint.gradient()
      let shape = graph.shape(adjoint.node.inputs[0])
      for (axis, indices) in try graph.slicedIndices(adjoint.node) {
        gradient = graph.scattered(gradient, axis: axis, indices: indices, length: shape[axis])
      }
      return [gradient]
    },

    "Gather": { adjoint, graph throws(RuleError) in
      let node = adjoint.node
      guard !adjoint.needs(1), let positions = graph.constants[node.inputs[1]]?.integers else {
        throw RuleError("has indices that are not constant")
      }
      let shape = graph.shape(node.inputs[0])
      let axis = graph.axis(node.integer("axis", default: 0), of: node.inputs[0])
      // Whatever the shape of the indices, they stand in the place of the axis.
      let flat = Array(shape[..<axis]) + [positions.count] + Array(shape[(axis + 1)...])
      let gradient = graph.reshape(try adjoint.gradient(), to: flat)
      let indices = positions.map { $0 < 0 ? $0 + shape[axis] : $0 }
      return [graph.scattered(gradient, axis: axis, indices: indices, length: shape[axis])]
    },

    "Pad": { adjoint, graph throws(RuleError) in
      var gradient = try adjoint.gradient()
      let shape = graph.shape(adjoint.node.inputs[0])
      for (axis, indices) in try graph.paddedIndices(adjoint.node) {
        gradient = graph.scattered(gradient, axis: axis, indices: indices, length: shape[axis])
      }
      return [gradient]
    },

    "Tile": { adjoint, graph throws(RuleError) in
      var gradient = try adjoint.gradient()
      let (source, target) = (graph.shape(adjoint.node.inputs[0]), graph.shape(adjoint.node.outputs[0]))
      for axis in source.indices where source[axis] != target[axis] {
        let indices = (0..<target[axis]).map { $0 % source[axis] }
        gradient = graph.scattered(gradient, axis: axis, indices: indices, length: source[axis])
      }
      return [gradient]
    },
  ]

  private static let reshape: DerivativeRule = { adjoint, graph throws(RuleError) in
    [graph.reshape(try adjoint.gradient(), to: graph.shape(adjoint.node.inputs[0]))]
  }
}

extension Graph {
  /// A stretch of one axis.
  package mutating func slice(_ x: String, axis: Int, from start: Int, length: Int) -> String {
    var target = shape(x)
    guard length != target[axis] else { return x }
    target[axis] = length
    let inputs = [start, start + length, axis].map { add(Constant(integers: [$0]), hint: "index") }
    return emit("Slice", [x] + inputs, shape: target)
  }

  /// Which index of its input every index of a `Slice` comes from, for every axis that it changes.
  fileprivate func slicedIndices(_ node: Node) throws(RuleError) -> [(axis: Int, indices: [Int?])] {
    let source = shape(node.inputs[0])
    let target = shape(node.outputs[0])
    guard let starts = constants[node.inputs[1]]?.integers else { throw RuleError("starts where the picture says") }
    let axes = node.input(3).flatMap { constants[$0]?.integers } ?? Array(starts.indices)
    let steps = node.input(4).flatMap { constants[$0]?.integers } ?? starts.map { _ in 1 }
    guard starts.count == axes.count, steps.count == axes.count else {
      throw RuleError("has starts, axes and steps of different lengths")
    }
    return zip(axes, zip(starts, steps)).map { axis, bounds in
      let axis = axis < 0 ? axis + source.count : axis
      let (start, step) = bounds
      let length = source[axis]
      // ONNX, Slice: starts count from the back where negative, and are clamped to what the step can reach.
      let first = min(max(start < 0 ? start + length : start, 0), step < 0 ? length - 1 : length)
      return (axis, (0..<target[axis]).map { first + $0 * step })
    }
  }

  /// Which index of its input every index of a `Pad` comes from, nil for the constant, for every axis that it changes.
  fileprivate func paddedIndices(_ node: Node) throws(RuleError) -> [(axis: Int, indices: [Int?])] {
    let source = shape(node.inputs[0])
    guard let pads = constants[node.inputs[1]]?.integers else { throw RuleError("has padding that is not constant") }
    let axes =
      node.input(3).flatMap { constants[$0]?.integers }?.map { axis(_: $0, of: node.inputs[0]) }
      ?? Array(source.indices)
    guard pads.count == 2 * axes.count else { throw RuleError("has padding for other axes") }
    let mode = node.text("mode", default: "constant")
    var result: [(axis: Int, indices: [Int?])] = []
    for (position, axis) in axes.enumerated() where pads[position] != 0 || pads[position + axes.count] != 0 {
      let length = source[axis]
      let range = -pads[position]..<length + pads[position + axes.count]
      var indices: [Int?] = []
      for index in range {
        switch mode {
        case _ where (0..<length).contains(index): indices.append(index)
        case "constant": indices.append(nil)
        case "edge": indices.append(min(max(index, 0), length - 1))
        case "wrap": indices.append(((index % length) + length) % length)
        case "reflect":
          let period = max(1, 2 * (length - 1))
          let folded = ((index % period) + period) % period
          indices.append(folded < length ? folded : period - folded)
        default: throw RuleError("pads in mode \(mode)")
        }
      }
      result.append((axis, indices))
    }
    return result
  }

  /// The derivative of picking `indices` along an axis: every element goes back to where it came from, and elements from
  /// the same place are added.
  ///
  /// Written as picking too, from the gradient with a zero behind it, once for every time that an index repeats: so it
  /// runs in parallel and adds in a fixed order.
  mutating func scattered(_ gradient: String, axis: Int, indices: [Int?], length: Int) -> String {
    var target = shape(gradient)
    target[axis] = length
    if let run = Self.run(indices) {
      return pad(gradient, axis: axis, before: run.lowerBound, after: length - run.upperBound, within: indices)
    }
    let none = indices.count
    var rounds: [[Int]] = []
    var uses = Array(repeating: 0, count: length)
    for (position, index) in indices.enumerated() {
      guard let index else { continue }
      if uses[index] == rounds.count { rounds.append(Array(repeating: none, count: length)) }
      rounds[uses[index]][index] = position
      uses[index] += 1
    }
    var padded = shape(gradient)
    padded[axis] = 1
    let zeros = add(Constant(Tensor(shape: padded)), hint: "zeros")
    padded[axis] = none + 1
    let extended = emit("Concat", [gradient, zeros], ["axis": .integer(axis)], shape: padded)
    var sum: String?
    for round in rounds {
      let list = add(Constant(integers: round), hint: "indices")
      let part = emit("Gather", [extended, list], ["axis": .integer(axis)], shape: target)
      sum = sum.map { add($0, part) } ?? part
    }
    return sum ?? add(Constant(Tensor(shape: target)), hint: "zeros")
  }

  /// The range that indices run through one after the other, apart from nils at the ends.
  private static func run(_ indices: [Int?]) -> Range<Int>? {
    let inner = indices.drop { $0 == nil }.reversed().drop { $0 == nil }.reversed().compactMap(\.self)
    guard let first = inner.first, indices.lazy.compactMap(\.self).elementsEqual(first..<first + inner.count),
      inner.count == indices.drop(while: { $0 == nil }).reversed().drop(while: { $0 == nil }).count
    else { return nil }
    return first..<first + inner.count
  }

  /// The part of a gradient that belongs to a run of indices, with zeros round it.
  private mutating func pad(_ x: String, axis: Int, before: Int, after: Int, within indices: [Int?]) -> String {
    let skipped = indices.prefix { $0 == nil }.count
    let kept = indices.compactMap(\.self).count
    let part = slice(x, axis: axis, from: skipped, length: kept)
    guard before > 0 || after > 0 else { return part }
    var target = shape(part)
    var pads = Array(repeating: 0, count: 2 * target.count)
    pads[axis] = before
    pads[axis + target.count] = after
    target[axis] += before + after
    return emit("Pad", [part, add(Constant(integers: pads), hint: "pads")], shape: target)
  }
}
