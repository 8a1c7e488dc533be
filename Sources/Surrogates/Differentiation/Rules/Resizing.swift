extension DerivativeRules {
  /// Changes of resolution.
  static let resizing: [String: DerivativeRule] = [
    "Resize": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      if let factor = graph.repetition(of: adjoint.node) {
        let mean = graph.pool("AveragePool", gradient, kernel: factor, stride: factor)
        return [graph.multiply(mean, by: Float(factor * factor))]
      }
      return [try graph.resizeGradient(of: adjoint.node, gradient: gradient)]
    },

    "DepthToSpace": { adjoint, graph throws(RuleError) in
      let gradient = try adjoint.gradient()
      let shape = graph.shape(adjoint.node.inputs[0])
      let block = adjoint.node.integer("blocksize", default: 1)
      let depth = shape[1] / (block * block)
      // Undone by hand, since SpaceToDepth has no mode: [depth, height, block, width, block] in the operator's order.
      let split = graph.reshape(gradient, to: [shape[0], depth, shape[2], block, shape[3], block])
      let columnsFirst = adjoint.node.text("mode", default: "DCR") == "DCR"
      let order = columnsFirst ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]
      return [graph.reshape(graph.transpose(split, order), to: shape)]
    },

    "SpaceToDepth": { adjoint, graph throws(RuleError) in
      let block = adjoint.node.integer("blocksize", default: 1)
      return [
        graph.emit(
          "DepthToSpace", [try adjoint.gradient()], ["blocksize": .integer(block), "mode": .text("DCR")],
          shape: graph.shape(adjoint.node.inputs[0]))
      ]
    },
  ]
}

extension Graph {
  /// By how much a `Resize` repeats every pixel in both directions, or nil where it does something else.
  fileprivate func repetition(of node: Node) -> Int? {
    let (source, target) = (shape(node.inputs[0]), shape(node.outputs[0]))
    guard source.count == 4, target[..<2] == source[..<2], target[2] % source[2] == 0,
      target[2] / source[2] == target[3] / source[3], target[3] % source[3] == 0,
      node.text("mode", default: "nearest") == "nearest"
    else { return nil }
    let rounding = node.text("nearest_mode", default: "round_prefer_floor")
    switch node.text("coordinate_transformation_mode", default: "half_pixel") {
    case "asymmetric": return rounding == "floor" ? target[2] / source[2] : nil
    case "half_pixel", "pytorch_half_pixel": return rounding.hasPrefix("round") ? target[2] / source[2] : nil
    default: return nil
    }
  }

  /// The derivative of any `Resize` of the two last axes.
  ///
  /// The operator is linear and treats the axes separately, so it is a matrix for each, and what it makes of the identity
  /// is that matrix, whatever its modes. ONNX Runtime computes it once, when it loads the graph.
  fileprivate mutating func resizeGradient(of node: Node, gradient: String) throws(RuleError) -> String {
    let (source, target) = (shape(node.inputs[0]), shape(node.outputs[0]))
    guard source.count == 4, target[..<2] == source[..<2] else {
      throw RuleError("has a derivative only where it resizes the last two of four axes")
    }
    guard node.text("coordinate_transformation_mode", default: "half_pixel") != "tf_crop_and_resize" else {
      throw RuleError("crops while it resizes")
    }
    var result = gradient
    if target[3] != source[3] {
      let columns = try resizeMatrix(of: node, axis: 3)
      result = emit("MatMul", [result, columns], shape: [source[0], source[1], target[2], source[3]])
    }
    if target[2] != source[2] {
      let rows = transpose(try resizeMatrix(of: node, axis: 2), [1, 0])
      result = emit("MatMul", [rows, result], shape: source)
    }
    return result
  }

  /// What a `Resize` does along one axis, as a matrix of output rows by input columns.
  private mutating func resizeMatrix(of node: Node, axis: Int) throws(RuleError) -> String {
    let (length, result) = (shape(node.inputs[0])[axis], shape(node.outputs[0])[axis])
    var identity = ContiguousArray<Float>(repeating: 0, count: length * length)
    for index in 0..<length { identity[index * length + index] = 1 }
    let input = add(Constant(shape: [1, 1, length, length], values: .floats(identity)), hint: "identity")
    var inputs = [input, ""]
    var attributes = node.attributes
    attributes["axes"] = nil
    attributes["keep_aspect_ratio_policy"] = nil
    if let scales = node.input(2).flatMap({ constants[$0]?.floats }), !scales.isEmpty {
      // The scale that was asked for moves the sampling points, even where the size is rounded.
      let position = node.integers("axes").map { axes in axes.firstIndex(of: axis) } ?? axis
      guard let position, position < scales.count else { throw RuleError("has scales for other axes") }
      inputs.append(add(Constant(shape: [4], floats: [1, 1, scales[position], 1]), hint: "scales"))
    } else {
      inputs += ["", add(Constant(integers: [1, 1, result, length]), hint: "sizes")]
    }
    let matrix = emit("Resize", inputs, attributes, shape: [1, 1, result, length])
    return reshape(matrix, to: [result, length])
  }
}
