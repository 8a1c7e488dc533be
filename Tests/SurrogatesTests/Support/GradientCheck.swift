import Surrogates
import Testing

/// Compares a derivative that the graph computes with finite differences of its output.
struct GradientCheck {
  /// The graph's output as a function of its input.
  private let forward: CompiledGraph
  private let backward: CompiledGraph
  private let point: Tensor
  private let direction: Tensor

  /// - Parameters:
  ///   - point: where the derivative is taken.
  ///   - build: appends the network to the graph, from its input's name, and returns its output's name.
  init(at point: Tensor, seed: UInt64 = 1, _ build: (inout Graph, String) throws -> String) throws {
    self.point = point
    var graph = Graph()
    let input = graph.addInput("x", shape: point.shape)
    let output = try build(&graph, input)
    let nodeCount = graph.nodes.count
    var numbers = SplitMix64(state: seed)
    direction = numbers.tensor(graph.shape(output))
    let runtime = try Runtime.shared()

    var plain = graph
    plain.outputs = [output]
    forward = try CompiledGraph(plain, name: "test", runtime: runtime, options: .init())
    // The loss is the product with a random direction, so its derivative at the output is that direction.
    let gradient = graph.add(Constant(direction))
    let result = try Differentiator.appendGradient(
      to: &graph, of: [.init(value: output, gradient: gradient)], withRespectTo: input, nodeCount: nodeCount,
      model: "test")
    #expect(graph.shape(result) == point.shape)
    graph.outputs = [result]
    backward = try CompiledGraph(graph, name: "test", runtime: runtime, options: .init())
  }

  /// The derivative as the graph computes it.
  func gradient() throws -> Tensor {
    try backward.run([point]) { $0[0].copy }
  }

  /// The shape of the output, checked against the one that the graph was built with.
  func outputShape() throws -> [Int] {
    try forward.run([point]) { $0[0].shape }
  }

  /// ‖derivative − central differences‖ / ‖central differences‖, over all elements of the input.
  func relativeError(step: Float = 1e-2) throws -> Double {
    let analytic = try gradient()
    #expect(try outputShape() == direction.shape)
    var numeric = Tensor(shape: point.shape)
    for index in 0..<point.count {
      let (above, below) = try (loss(at: index, moved: step), loss(at: index, moved: -step))
      numeric.elements[index] = Float((above - below) / Double(2 * step))
    }
    return analytic.relativeError(to: numeric)
  }

  private func loss(at index: Int, moved step: Float) throws -> Double {
    var moved = point
    moved.elements[index] += step
    return try forward.run([moved]) { outputs in
      zip(outputs[0].floats, direction.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}

/// One operator, or a few, at one point.
struct RuleCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let shape: [Int]
  var scale: Float = 1
  var shift: Float = 0
  var step: Float = 1e-2
  let build: @Sendable (inout Graph, String) -> String

  init(
    _ description: String, shape: [Int], scale: Float = 1, shift: Float = 0, step: Float = 1e-2,
    _ build: @escaping @Sendable (inout Graph, String) -> String
  ) {
    testDescription = description
    self.shape = shape
    self.scale = scale
    self.shift = shift
    self.step = step
    self.build = build
  }

  /// A point in whose neighbourhood piecewise linear functions with kinks at 0 are linear: no element is near 0.
  func point() -> Tensor {
    var numbers = SplitMix64(state: 42)
    var tensor = numbers.tensor(shape, scale: scale, shift: shift)
    for index in tensor.elements.indices where abs(tensor.elements[index]) < 3 * step {
      tensor.elements[index] += 6 * step
    }
    return tensor
  }

  func check(tolerance: Double = 2e-3) throws {
    let error = try GradientCheck(at: point(), build).relativeError(step: step)
    #expect(error < tolerance, "relative error \(error)")
  }
}

extension Graph {
  /// A constant of random numbers.
  mutating func random(_ shape: [Int], seed: UInt64 = 9, scale: Float = 1, shift: Float = 0) -> String {
    var numbers = SplitMix64(state: seed)
    return add(Constant(numbers.tensor(shape, scale: scale, shift: shift)))
  }
}
