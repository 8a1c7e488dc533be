/// A network as ONNX sees it: nodes in an order in which they can run, every value with a name and a known shape.
///
/// Shapes are concrete, so a graph serves one picture size; whoever makes the graph knows them. That keeps rules of
/// differentiation free of shape arithmetic and lets ONNX Runtime plan memory ahead.
package struct Graph: Sendable {
  /// An input tensor of floats.
  package struct Input: Sendable, Equatable {
    package let name: String
    package let shape: [Int]
  }

  /// One operator applied.
  package struct Node: Sendable {
    /// The operator's name, as `Conv`.
    package var operation: String
    /// The operator set it comes from; empty for ONNX itself.
    package var domain: String
    /// A name for messages.
    package var name: String
    /// Names of values; an empty one is an optional input left out.
    package var inputs: [String]
    package var outputs: [String]
    package var attributes: [String: Attribute]

    package init(
      operation: String, domain: String = "", name: String = "", inputs: [String], outputs: [String],
      attributes: [String: Attribute] = [:]
    ) {
      self.operation = operation
      self.domain = domain
      self.name = name
      self.inputs = inputs
      self.outputs = outputs
      self.attributes = attributes
    }
  }

  /// The parameter of an operator.
  package enum Attribute: Sendable, Equatable {
    case integer(Int)
    case integers([Int])
    case number(Float)
    case numbers([Float])
    case text(String)
    case constant(Constant)
  }

  package var inputs: [Input] = []
  package var outputs: [String] = []
  package var nodes: [Node] = []
  /// Weights and other values that are known beforehand.
  package var constants: [String: Constant] = [:]
  /// The shape of every value.
  package var shapes: [String: [Int]] = [:]

  private var counter = 0

  package init() {}

  /// A name that no value has yet.
  package mutating func freshName(_ hint: String) -> String {
    repeat { counter += 1 } while shapes["\(hint)_\(counter)"] != nil
    return "\(hint)_\(counter)"
  }

  /// The shape of a value; empty for one that the graph does not know.
  package func shape(_ value: String) -> [Int] {
    shapes[value] ?? []
  }

  /// Declares an input of the graph.
  package mutating func addInput(_ name: String, shape: [Int]) -> String {
    inputs.append(Input(name: name, shape: shape))
    shapes[name] = shape
    return name
  }

  /// Adds a constant.
  package mutating func add(_ constant: Constant, hint: String = "constant") -> String {
    let name = freshName(hint)
    constants[name] = constant
    shapes[name] = constant.shape
    return name
  }

  /// Adds a node with one output of the given shape and returns the output's name.
  package mutating func emit(
    _ operation: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], domain: String = "", shape: [Int]
  ) -> String {
    let output = freshName(operation.lowercased())
    nodes.append(
      Node(operation: operation, domain: domain, inputs: inputs, outputs: [output], attributes: attributes))
    shapes[output] = shape
    return output
  }
}

extension Graph.Node {
  package func integer(_ attribute: String, default value: Int) -> Int {
    if case .integer(let integer) = attributes[attribute] { return integer }
    return value
  }

  package func integers(_ attribute: String) -> [Int]? {
    if case .integers(let integers) = attributes[attribute] { return integers }
    return nil
  }

  package func number(_ attribute: String, default value: Float) -> Float {
    if case .number(let number) = attributes[attribute] { return number }
    return value
  }

  package func text(_ attribute: String, default value: String) -> String {
    if case .text(let text) = attributes[attribute] { return text }
    return value
  }

  /// The input at a position, or nil where it is left out.
  package func input(_ index: Int) -> String? {
    index < inputs.count && !inputs[index].isEmpty ? inputs[index] : nil
  }
}
