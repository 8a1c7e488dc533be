/// A network whose layers follow one another: the whole of it is data.
package struct SequentialNetwork: Network {
  package let name: String
  package let layers: [Layer]
  package let weights: [String: Tensor]
  /// Larger tensors are those of no picture; sides and elements that layers work out from them still fit an `Int`.
  private static let longestAxis = 1 << 24
  private static let largestTensor = 1 << 32

  /// Positions in `layers` whose outputs are wanted, in order; the last is what the network is for.
  package let taps: [Int]

  package init(name: String, layers: [Layer], weights: [String: Tensor], taps: [Int]) throws(SurrogateError) {
    guard !taps.isEmpty, zip(taps, taps.dropFirst()).allSatisfy({ $0 < $1 }), taps.allSatisfy(layers.indices.contains)
    else {
      throw .invalidNetwork(
        model: name, message: "taps \(taps) must rise and be among its \(layers.count) layers")
    }
    self.name = name
    self.layers = layers
    self.weights = weights
    self.taps = taps
  }

  package func keeping(taps indices: [Int]) throws(SurrogateError) -> SequentialNetwork {
    try SequentialNetwork(name: name, layers: layers, weights: weights, taps: indices.map { taps[$0] })
  }

  /// Names of the taps: the last is what the network is for.
  var tapNames: [String] { taps.dropLast().map { "layer \($0)" } + ["latent"] }

  package func append(to graph: inout Graph, input: String) throws(SurrogateError) -> [String] {
    var value = input
    var outputs: [String] = []
    // Layers after the last tap are never run.
    for index in 0...taps[taps.count - 1] {
      value = try append([layers[index]], to: &graph, input: value, position: "layer \(index)")
      if taps.contains(index) { outputs.append(value) }
    }
    return outputs
  }

  private func append(
    _ sequence: [Layer], to graph: inout Graph, input: String, position: String
  ) throws(SurrogateError) -> String {
    var value = input
    for layer in sequence {
      value = try append(layer, to: &graph, input: value, position: position)
      let shape = graph.shape(value)
      guard shape.allSatisfy((1...Self.longestAxis).contains), shape.elementCount <= Self.largestTensor else {
        throw invalid(position, "makes a tensor of shape \(shape)")
      }
    }
    return value
  }

  private func append(
    _ layer: Layer, to graph: inout Graph, input x: String, position: String
  ) throws(SurrogateError) -> String {
    switch layer {
    case .convolution(let name, let stride, let padding, let groups, let dilation):
      return try appendConvolution(
        to: &graph, input: x, name: name, stride: stride, padding: padding, groups: groups, dilation: dilation,
        position: position)
    case .absolute:
      return graph.unary("Abs", x)
    case .relu:
      return graph.unary("Relu", x)
    case .relu6:
      return graph.clip(x, 0...6)
    case .leakyRelu(let slope):
      return graph.unary("LeakyRelu", x, ["alpha": .number(slope)])
    case .silu:
      return graph.multiply(x, graph.unary("Sigmoid", x))
    case .tanh:
      return graph.unary("Tanh", x)
    case .groupNormalization(let name, let groups, let epsilon):
      return try appendGroupNormalization(
        to: &graph, input: x, name: name, groups: groups, epsilon: epsilon, position: position)
    case .maximumPool(let kernel, let stride):
      return try appendPool("MaxPool", to: &graph, input: x, kernel: kernel, stride: stride, position: position)
    case .averagePool(let kernel, let stride):
      return try appendPool("AveragePool", to: &graph, input: x, kernel: kernel, stride: stride, position: position)
    case .enlarge(let factor):
      return graph.enlarge(x, factor: factor)
    case .interleave(let factor):
      guard graph.shape(x)[1] % (factor * factor) == 0 else {
        throw invalid(position, "makes cells of \(factor)×\(factor) pixels of \(graph.shape(x)[1]) channels")
      }
      return graph.interleave(x, factor: factor)
    case .affine(let scale, let shift):
      let channels = graph.shape(x)[1]
      guard scale.count == shift.count, scale.count == 1 || scale.count == channels else {
        throw invalid(position, "scales \(channels) channels by \(scale.count) numbers and \(shift.count) shifts")
      }
      return graph.scaled(x, by: scale, shift: shift)
    case .residual(let layers, let shortcut):
      let branch = try append(layers, to: &graph, input: x, position: position)
      let rest = try append(shortcut, to: &graph, input: x, position: position)
      guard graph.shape(branch) == graph.shape(rest) else {
        throw invalid(position, "adds branches of shapes \(graph.shape(branch)) and \(graph.shape(rest))")
      }
      return graph.add(branch, rest)
    case .sequence(let layers):
      return try append(layers, to: &graph, input: x, position: position)
    }
  }

  private func appendConvolution(
    to graph: inout Graph, input x: String, name: String, stride: Int, padding: Int, groups: Int, dilation: Int,
    position: String
  ) throws(SurrogateError) -> String {
    guard let kernel = weights["\(name).weight"] else {
      throw invalid(position, "has no weights \(name).weight")
    }
    let shape = graph.shape(x)
    guard kernel.shape.count == 4, kernel.shape[1] * groups == shape[1], kernel.shape[0] % groups == 0 else {
      throw invalid(
        position, "convolves \(shape[1]) channels in \(groups) groups with weights of shape \(kernel.shape)")
    }
    guard zip(shape[2...], kernel.shape[2...]).allSatisfy({ $0 + 2 * padding > dilation * ($1 - 1) }) else {
      throw .invalidSize(
        model: self.name, width: shape[3], height: shape[2], message: "is smaller than the kernel of \(position)")
    }
    var bias: String?
    if weights["\(name).bias"] != nil {
      bias = graph.add(
        Constant(try weight("\(name).bias", shape: [kernel.shape[0]], position: position)), hint: "bias")
    }
    return graph.convolve(
      x, weights: graph.add(Constant(kernel), hint: "weights"), bias: bias, strides: [stride, stride],
      pads: Array(repeating: padding, count: 4), dilations: [dilation, dilation], groups: groups)
  }

  private func appendGroupNormalization(
    to graph: inout Graph, input x: String, name: String, groups: Int, epsilon: Float, position: String
  ) throws(SurrogateError) -> String {
    let shape = graph.shape(x)
    let channels = shape[1]
    guard channels % groups == 0 else {
      throw invalid(position, "normalises \(channels) channels in \(groups) groups")
    }
    let rows = graph.reshape(x, to: [shape[0], groups, shape.elementCount / (shape[0] * groups)])
    let standard = graph.reshape(graph.standardize(rows, axes: [2], epsilon: epsilon), to: shape)
    let scale = try weight("\(name).weight", shape: [channels], position: position)
    let shift = try weight("\(name).bias", shape: [channels], position: position)
    return graph.scaled(standard, by: scale.elements, shift: shift.elements)
  }

  private func appendPool(
    _ operation: String, to graph: inout Graph, input x: String, kernel: Int, stride: Int, position: String
  ) throws(SurrogateError) -> String {
    let shape = graph.shape(x)
    guard shape[2] >= kernel, shape[3] >= kernel else {
      throw .invalidSize(
        model: name, width: shape[3], height: shape[2], message: "is smaller than the window of \(position)")
    }
    return graph.pool(operation, x, kernel: kernel, stride: stride)
  }

  private func weight(_ name: String, shape: [Int], position: String) throws(SurrogateError) -> Tensor {
    guard let tensor = weights[name] else { throw invalid(position, "has no weights \(name)") }
    guard tensor.shape == shape else {
      throw invalid(position, "weights \(name) have shape \(tensor.shape) instead of \(shape)")
    }
    return tensor
  }

  private func invalid(_ position: String, _ message: String) -> SurrogateError {
    .invalidNetwork(model: name, message: "\(position) \(message)")
  }
}
